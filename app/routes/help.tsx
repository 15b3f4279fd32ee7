import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { Paper } from "../components/Paper";
import { Kbd } from "../components/ui/parts";
import { findAsking } from "../web/guard.server";
import { paths } from "../web/paths";

export const meta: MetaFunction = () => [{ title: "Help - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  return json({ signedIn: (await findAsking(args)) !== null });
}

const keys: [string[], string][] = [
  [["Ctrl", "K"], "Search or do anything (Cmd+K on a Mac)"],
  [["c"], "New contact"],
  [["/"], "Filter the list"],
  [["n"], "Write a note, on a contact’s page"],
  [["g", "c"], "Go to contacts"],
  [["g", "i"], "Go to import"],
  [["g", "b"], "Go to credits"],
  [["g", "s"], "Go to settings"],
  [["?"], "This page"],
];

function Bringing() {
  return (
    <>
      <h2 id="import">Bring your contacts</h2>
      <ol>
        <li>Export them as CSV: from Google Contacts (Export, Google CSV), Outlook, HubSpot, or save any spreadsheet as CSV.</li>
        <li>
          Upload the file on <Link to={paths.imports()}>Import</Link>. Separators, encoding and columns are recognised; change what is
          wrong.
        </li>
        <li>
          The dry run says how many are new, whom you have already, which rows are refused and why, and what it costs. Until you press
          Import nothing is charged.
        </li>
        <li>Import. It runs in the background; close the page if you like. If credits run out it stops, and goes on where it stopped.</li>
      </ol>
      <p>
        Somebody counts as known when the e-mail matches, or both phone and name do. Known and refused rows are free. For a day you can undo
        the whole import and get the credits back; contacts you changed since stay.
      </p>
    </>
  );
}

function YourRights() {
  return (
    <>
      <h2 id="rights">Privacy, rights, leaving</h2>
      <p>
        On a contact’s page, under “Privacy requests”: a copy of everything about them, a correction, a restriction (kept, not used), and
        erasure with a certificate to send. Anyone who was erased is not imported again. All of it is free.
      </p>
      <p>
        Under <Link to={paths.yourData()}>Privacy and security</Link> you see where you are signed in and what is known of your visits,
        choose your mail, take a copy of your data, name a nominee, and end your account.
      </p>
      <p>
        The owner takes everything along under <Link to={paths.archives()}>Archive</Link>, and brings it into another team on its import
        page, while that team has no contacts. Everybody else uses <Link to={paths.rights()}>the form</Link>, which needs no account.
      </p>
      <p>
        Questions? <Link to={paths.support()}>Write to us</Link>. What we promised, and what proves it, is on{" "}
        <Link to={paths.promises()}>promises</Link>.
      </p>
    </>
  );
}

function Money() {
  return (
    <>
      <h2 id="money">Budgets, auto top-up, refunds</h2>
      <p>
        A <Link to={paths.budgets()}>budget</Link> limits a member or an action to so many credits a day or month. It is checked in the same
        step as the charge, so two at once cannot pass it.
      </p>
      <p>
        <Link to={paths.autoTopUp()}>Auto top-up</Link> buys a pack with a saved card when few credits are left: one at a time, never more
        than your cap a month, with a pause after a card was declined. If your bank wants you to confirm, you get a mail with a link. An
        alert by mail says once when the balance is low, and how many days the rest lasts.
      </p>
      <p>
        A refund takes back the credits’ share of the money. If they were spent already, your balance goes below zero, and what is missing
        comes off the next pack. The same when a bank takes a payment back in a dispute; if you win it, the credits return by themselves.
      </p>
      <h2 id="proof">Proof</h2>
      <p>
        Every line of the statement carries a fingerprint over itself and the line before. On <Link to={paths.proof()}>Proof</Link> your own
        browser checks the whole chain, also of a file that you kept.
      </p>
    </>
  );
}

function Keyboard() {
  return (
    <>
      <h2 id="keys">Keyboard</h2>
      <table>
        <caption className="sr-only">Keyboard shortcuts</caption>
        <tbody>
          {keys.map(([combination, words]) => (
            <tr key={words}>
              <th scope="row" className="py-1 pr-6 text-left font-normal whitespace-nowrap">
                {combination.map((key) => (
                  <span key={key}>
                    <Kbd>{key}</Kbd>{" "}
                  </span>
                ))}
              </th>
              <td className="py-1">{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

export default function Help() {
  const { signedIn } = useLoaderData<typeof loader>();
  return (
    <Paper signedIn={signedIn}>
      <article className="prose py-8">
        <h1>Help</h1>
        <Bringing />
        <h2 id="credits">Credits</h2>
        <p>
          A credit is spent when something is created or sent; the price is on the button. Reading, searching, editing, deleting, exporting
          and undoing are free. All <Link to={paths.prices()}>prices</Link> are on one page, and each credit is a line on your{" "}
          <Link to={paths.statement()}>statement</Link>.
        </p>
        <p>
          Welcome credits are spent first, since they expire after 90 days. Credits you buy never expire. If you run out in the middle of a
          form, the form is kept: buy a pack in place, and you are back at it, filled in.
        </p>
        <p>Pressed twice, lost the connection, pressed Back? The same form is never charged twice.</p>
        <Money />
        <YourRights />
        <h2 id="undo">Undo and trash</h2>
        <p>
          For a minute after adding a contact or a note, Undo takes it back and returns the credit. Later, move contacts to the trash: they
          stay 30 days and can be restored, free.
        </p>
        <h2 id="leave">Leaving</h2>
        <p>
          Export everything at any time, free. In Settings the owner can deactivate the team: nothing is charged or changed any more, and
          for 30 days one click brings it back. Then it is deleted for good. What is kept longer, and why, is on{" "}
          <Link to={paths.retention()}>how long we keep data</Link>.
        </p>
        <h2 id="fields">Your own fields</h2>
        <p>
          A customer number, an allergy, a shoe size: add fields in Settings, and they are on every contact’s form, in imports and exports.
          A sensitive field is seen by owners and managers only, and leaves in an export only when it is asked for. Removing a field erases
          what is in it.
        </p>
        <h2 id="notes">Notes</h2>
        <p>
          What you write in notes and in sensitive fields is stored encrypted with a key of your own team. That is why search looks at
          names, e-mails, phones, companies and your other fields, and not into these.
        </p>
        <Keyboard />
      </article>
    </Paper>
  );
}
