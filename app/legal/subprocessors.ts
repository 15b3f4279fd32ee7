// Everybody who is handed anything: the one list, which the page shows and a test holds against the code. None of them is an AI service.

export interface Subprocessor {
  name: string;
  purpose: string;
  /** What it is handed. */
  gets: string;
  location: string;
  contract: { name: string; url: string };
  /** What in our code speaks to it. */
  module: string;
}

export const subprocessors: Subprocessor[] = [
  {
    name: "Cloudflare, Inc.",
    purpose: "Runs the servers, the database, the ledgers and the files.",
    gets: "Everything you store; notes, sensitive fields and files encrypted, with their keys outside the database.",
    location: "Worldwide network; the database and ledgers where the security page says.",
    contract: { name: "Customer Data Processing Addendum", url: "https://www.cloudflare.com/cloudflare-customer-dpa/" },
    module: "workers",
  },
  {
    name: "Stripe Payments Europe, Ltd.",
    purpose: "Takes payments, saves cards, sends its own receipts.",
    gets: "The buyer’s e-mail address, the pack and its price, the ids of team and purchase. The card number you type on its page goes to Stripe alone; the card’s brand and last four digits, a business name and a tax number come back to us.",
    location: "Ireland and the United States.",
    contract: { name: "Data Processing Agreement", url: "https://stripe.com/legal/dpa" },
    module: "stripe",
  },
  {
    name: "Plus Five Five, Inc. (Resend)",
    purpose: "Delivers our e-mail to you.",
    gets: "Your e-mail address and the e-mail itself.",
    location: "United States.",
    contract: { name: "Data Processing Agreement", url: "https://resend.com/legal/dpa" },
    module: "resend",
  },
];
