import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { Kbd } from "../../components/ui/parts";
import { findAsking } from "../../web/guard.server";
import { paths } from "../../web/paths";

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
  [["g", "1"], "Go to companies"],
  [["g", "i"], "Go to import"],
  [["g", "b"], "Go to credits"],
  [["g", "s"], "Go to settings"],
  [["?"], "This page"],
];

function Bringing() {
  return (
    <>
      <h2 id="import">Bring in your contacts</h2>
      <ol>
        <li>Export them as CSV from Google Contacts (Export, Google CSV), Outlook or HubSpot, or save any spreadsheet as CSV.</li>
        <li>
          Upload the file on <Link to={paths.imports()}>Import</Link>. Separators, encoding and columns are recognized automatically;
          correct anything that’s wrong.
        </li>
        <li>
          The dry run shows how many are new, which contacts you already have, which rows are rejected and why, and what it costs. Nothing
          is charged until you press Import.
        </li>
        <li>
          Import. It runs in the background; close the page if you like. If credits run out, it stops, and continues there once you buy
          more.
        </li>
      </ol>
      <p>
        Companies come along with their contacts, free; a file of companies by themselves goes in the same way, for a credit each. A contact
        counts as already in Farthing when the e-mail address matches, or when both phone and name do. Those rows and rejected rows are
        free. For a day, you can undo the whole import and get the credits back. Contacts you’ve changed since then stay.
      </p>
    </>
  );
}

function Companies() {
  return (
    <>
      <h2 id="companies">Companies</h2>
      <p>
        Type a company on a contact, by hand or in an import, and it is found by its name, or created with the contact, free. Its page shows
        everyone who works there, with notes and a timeline of its own. Rename it, and all its contacts follow. A company you add by itself
        costs a credit.
      </p>
      <p>
        Two that are the same? Owners and managers find them under Duplicates, and merge them: choose field by field what stays. For 30
        days, the timeline of the one you kept offers to undo the merge.
      </p>
    </>
  );
}

function Lists() {
  return (
    <>
      <h2 id="lists">Lists and views</h2>
      <p>
        Above every list, Filter adds conditions: all conditions of a group have to hold, and one group is enough. The button beside it
        chooses the columns and their order. What you see is in the address, so you can send it to a colleague. Save view keeps it under a
        name, for you or for the whole team, and puts it in your sidebar.
      </p>
      <p>
        A condition on a status, a tag or a choice is found at once, however many records you have. Others, like “contains” or “at least”,
        look through up to 5,000 records for each page, and say so when there are more.
      </p>
      <p>
        Tick some records, or all that a list shows, and press Change to set a field, add a tag or move them to the trash. It’s free, runs
        in the background, and can be undone for a day. What someone changes in the meantime stays.
      </p>
      <h2 id="fields">Your own fields</h2>
      <p>
        Under <Link to={paths.customFields()}>Custom fields</Link>, owners and managers add what your team wants to know about contacts or
        companies: text, numbers, money, dates, choices, links, people of the team and more. A field can be required, start with a default
        value, and explain itself. You can also create one while importing: choose “New field” for a column.
      </p>
    </>
  );
}

function Team() {
  return (
    <>
      <h2 id="team">Your team</h2>
      <p>
        Under <Link to={paths.members()}>Members</Link>, owners and managers invite people by e-mail, several at once. The link works once,
        for seven days, and only for the address it went to. Members are free: what they do is charged to the team, and budgets keep it in
        bounds.
      </p>
      <p>
        A <Link to={paths.roles()}>role</Link> says what someone may do. Owner, manager, agent and viewer are built in; an owner can make
        others by ticking what they allow. A member’s page shows what they may do, what they spent and what they did.
      </p>
      <p>
        Every record can have an owner: whoever looks after it. A role can show its members everybody’s records, those of their{" "}
        <Link to={paths.groups()}>groups</Link>, or only their own, for contacts and companies separately. On its page you can make a record
        of yours private: then only you and the team’s owners see it.
      </p>
      <p>
        <Link to={paths.ownPasskeys()}>Passkeys</Link> sign you in with your finger, your face or the PIN of your device, instead of a
        password and a code.
      </p>
      <p>
        An owner can deactivate a member, who then gets in nowhere, or remove them and choose who gets what they look after. To hand the
        team over, offer it to a member: nothing changes until they say yes. <Link to={paths.teams()}>Your teams</Link> lists every team you
        belong to, lets you switch, and makes a new one.
      </p>
    </>
  );
}

function YourRights() {
  return (
    <>
      <h2 id="rights">Privacy, rights, leaving</h2>
      <p>
        On a contact’s page, under “Privacy requests”, you can make a copy of everything about them, correct it, restrict it (kept, not
        used), or erase it with a certificate to send. Anyone you erased is not imported again. All of it is free.
      </p>
      <p>
        Under <Link to={paths.yourData()}>Privacy and security</Link> you can see where you are signed in and your recent activity, choose
        your e-mails, download a copy of your data, name a nominee, and delete your account.
      </p>
      <p>
        The owner can export everything under <Link to={paths.archives()}>Archive</Link>, and import it into another team that has no
        contacts yet. Everyone else uses <Link to={paths.rights()}>the form</Link>, which needs no account.
      </p>
      <p>
        Questions? <Link to={paths.support()}>Write to us</Link>. What we promised, and what proves it, is listed under{" "}
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
        A <Link to={paths.budgets()}>budget</Link> limits how many credits a member or an action can use per day or month. It is checked in
        the same step as the charge, so two actions at once can’t exceed it.
      </p>
      <p>
        <Link to={paths.autoTopUp()}>Auto top-up</Link> buys a pack with a saved card when credits run low. It buys one pack at a time,
        never exceeds your monthly limit, and pauses after a card is declined. If your bank wants you to confirm, you get an e-mail with a
        link. An e-mail alert tells you once when the balance is low, and how many days your credits will last.
      </p>
      <p>
        A refund takes back the matching share of credits. If you’ve already spent them, your balance goes below zero, and what is missing
        comes off your next pack. The same happens when a bank takes back a payment in a dispute. If you win it, the credits return
        automatically.
      </p>
      <h2 id="proof">Proof</h2>
      <p>
        Every line of the statement carries a fingerprint of itself and the line before. On <Link to={paths.proof()}>Proof</Link> your own
        browser checks the whole chain, including in a file you saved.
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
        <Companies />
        <Lists />
        <Team />
        <h2 id="credits">Credits</h2>
        <p>
          A credit is spent when something is created or sent; the price is on the button. Reading, searching, editing, deleting, exporting
          and undoing are free. All <Link to={paths.prices()}>prices</Link> are on one page, and each credit is a line on your{" "}
          <Link to={paths.statement()}>statement</Link>.
        </p>
        <p>
          Welcome credits are spent first, since they expire after 90 days. Credits you buy never expire. If you run out in the middle of a
          form, we keep the form. Buy a pack right there, and you’re back at the form, just as you filled it in.
        </p>
        <p>Pressed twice, lost the connection or went back? The same form is never charged twice.</p>
        <Money />
        <YourRights />
        <h2 id="undo">Undo and trash</h2>
        <p>
          For a minute after adding a contact, a company or a note, Undo takes it back and returns the credit. Later, move contacts and
          companies to the trash: they stay 30 days and can be restored, free.
        </p>
        <h2 id="leave">Leaving</h2>
        <p>
          Export everything at any time, free. In Settings, the owner can deactivate the team. Nothing is charged or changed anymore, and
          for 30 days one click brings it back. Then it is deleted for good. For what is kept longer, and why, see{" "}
          <Link to={paths.retention()}>how long we keep data</Link>.
        </p>
        <h2 id="fields">Your own fields</h2>
        <p>
          A customer number, an allergy, a shoe size: add fields in Settings, and they appear on every contact’s form and in imports and
          exports. Only owners and managers see a sensitive field, and exports include it only when they ask for it. Removing a field erases
          its contents.
        </p>
        <h2 id="notes">Notes</h2>
        <p>
          What you write in notes and in sensitive fields is stored encrypted with your team’s own key. That is why search covers names,
          e-mails, phones, companies and your other fields, but not these.
        </p>
        <Keyboard />
      </article>
    </Paper>
  );
}
