// One believable team, as plain data: what the demo shows. It is entered through the app itself, by workers/local/seed.mjs.

export const owner = { name: "Asha Rao", email: "demo@farthing.example", password: "a penny for four farthings" };
/** Somebody the owner has invited. */
export const colleague = { name: "Ben Okafor", email: "ben@farthing.example", password: "a penny for four farthings" };
export const team = { name: "Rao Trading", defaultCountry: "GB", timeZone: "Europe/London" };

export interface SeedContact {
  /** Days before today. */
  daysAgo: number;
  firstName: string;
  lastName: string;
  company?: string;
  title?: string;
  email?: string;
  phone?: string;
  status: "lead" | "prospect" | "customer" | "inactive";
  tags?: string;
  birthday?: string;
  city?: string;
  notes?: string[];
  call?: boolean;
}

export const contacts: SeedContact[] = [
  {
    daysAgo: 29,
    firstName: "Anaïs",
    lastName: "Fernández",
    company: "Aster & Sons",
    title: "Buyer",
    email: "anais@aster.example",
    phone: "+34 612 555 014",
    status: "customer",
    tags: "VIP, Wholesale",
    birthday: "--03-07",
    city: "Kraków",
    notes: [
      "Wants the spring list by Friday. Ask about the second warehouse; they said maybe in May.",
      "Happy with the samples. Prefers mail over calls.",
    ],
  },
  {
    daysAgo: 29,
    firstName: "Björn",
    lastName: "Müller",
    company: "Fjord AS",
    title: "CTO",
    email: "bjorn@fjord.example",
    phone: "+47 22 12 34 56",
    status: "lead",
    tags: "Fair 26",
    notes: ["Met at the fair, asked for a quote for 40 units."],
  },
  { daysAgo: 28, firstName: "Chidi", lastName: "Okafor", email: "chidi@okafor.example", phone: "+234 803 123 4567", status: "lead" },
  {
    daysAgo: 27,
    firstName: "Elif",
    lastName: "Yılmaz",
    company: "Cedar, Inc.",
    title: "Owner",
    email: "elif@cedar.example",
    phone: "+90 532 123 45 67",
    status: "prospect",
    tags: "Wholesale",
    notes: ["Compares us with two others. Decides after the holidays."],
  },
  {
    daysAgo: 26,
    firstName: "Lakshmi",
    lastName: "Ramanathan",
    company: "Blue Harbour",
    title: "Head of sourcing",
    email: "lakshmi@blueharbour.example",
    phone: "+91 98765 43210",
    status: "customer",
    tags: "VIP",
    birthday: "1984-02-29",
    notes: ["Reorder every six weeks; next around the 5th."],
    call: true,
  },
  {
    daysAgo: 24,
    firstName: "Tomás",
    lastName: "O’Brien",
    company: "Délice GmbH",
    email: "tomas@delice.example",
    phone: "+49 30 901820",
    status: "inactive",
  },
  {
    daysAgo: 22,
    firstName: "Wanjiru",
    lastName: "Suzuki",
    company: "Cedar, Inc.",
    title: "Operations",
    email: "wanjiru@cedar.example",
    phone: "+254 712 123 456",
    status: "prospect",
    tags: "Wholesale",
    call: true,
  },
  {
    daysAgo: 20,
    firstName: "Giorgos",
    lastName: "Papadakis",
    company: "Kyma Foods",
    title: "Managing director",
    email: "giorgos@kyma.example",
    phone: "+30 210 123 4567",
    status: "customer",
    tags: "Wholesale",
    notes: ["Signed for a year."],
  },
  {
    daysAgo: 18,
    firstName: "Siobhán",
    lastName: "Kelly",
    email: "siobhan.kelly@example.org",
    phone: "020 7946 0225",
    status: "lead",
    tags: "Newsletter",
  },
  {
    daysAgo: 15,
    firstName: "Mei",
    lastName: "Lin",
    company: "Harbour Tea",
    title: "Founder",
    email: "mei@harbourtea.example",
    phone: "020 7946 0103",
    status: "prospect",
    tags: "Fair 26",
    notes: ["Send samples of the small tins."],
  },
  { daysAgo: 12, firstName: "Quentin", lastName: "Łukasiewicz", company: "Atelier Q", email: "quentin@atelierq.example", status: "lead" },
  {
    daysAgo: 10,
    firstName: "Priya",
    lastName: "Nair",
    company: "Nair & Daughters",
    title: "Partner",
    email: "priya@nair.example",
    phone: "+91 98450 12345",
    status: "customer",
    tags: "VIP",
    birthday: "1990-11-30",
    notes: ["Call before the 1st about the new packaging."],
    call: true,
  },
  {
    daysAgo: 7,
    firstName: "Hana",
    lastName: "Novák",
    company: "Novák Papír",
    email: "hana@novak.example",
    phone: "+420 601 123 456",
    status: "prospect",
  },
  {
    daysAgo: 5,
    firstName: "Kofi",
    lastName: "Mensah",
    company: "Gold Coast Cocoa",
    title: "Export manager",
    email: "kofi@goldcoast.example",
    phone: "+233 24 123 4567",
    status: "lead",
    tags: "Fair 26",
    notes: ["Introduced by Giorgos."],
  },
  {
    daysAgo: 3,
    firstName: "Zoë",
    lastName: "van der Berg",
    email: "zoe@vanderberg.example",
    phone: "+31 6 12345678",
    status: "lead",
    tags: "Newsletter",
  },
  {
    daysAgo: 2,
    firstName: "Iñigo",
    lastName: "Etxeberria",
    company: "Norte Import",
    title: "Buyer",
    email: "inigo@norte.example",
    phone: "+34 944 123 456",
    status: "prospect",
    notes: ["Asked for terms; sent them by mail."],
    call: true,
  },
];

/** Brought in on day 19 as a file, as most address books are. */
export const importFile = {
  daysAgo: 19,
  name: "old-address-book.csv",
  text: `Name;E-Mail;Telefon;Firma;Kategorie
Nadia Haddad;nadia@haddad.example;+961 1 123 456;Haddad Frères;Wholesale
Oskar Lind;oskar@lind.example;+46 8 123 456 78;Lind Design;
Paula Costa;paula@costa.example;+351 21 123 4567;Costa & Filhos;Wholesale
Rahim Uddin;rahim@uddin.example;;Uddin Textiles;
Sofia Rossi;sofia@rossi.example;+39 02 1234 5678;Rossi Carta;
Tariq Aziz;tariq@aziz.example;ask reception;;
Uma Devi;uma@devi.example;+91 99001 12345;Devi Spices;VIP
Victor Hugo Lima;victor@lima.example;+55 11 91234-5678;Lima Café;
Xiulan Chen;xiulan@chen.example;;Chen & Co;
Yara Haddad;yara@haddad.example;+961 1 123 457;Haddad Frères;
Elif Yılmaz;elif@cedar.example;;Cedar, Inc.;
;;;;
Zainab Bello;zainab@bello.example;+234 802 123 4567;Bello Fabrics;
Adeel Khan;not an address;+44 20 7946 0888;;
`,
};
