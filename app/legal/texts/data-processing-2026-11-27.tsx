// The data processing terms, second version. Never changed once posted: a change is a new version, and a new file.
import { useSender } from "../../components/frame/Foot";

export function Text() {
  const sender = useSender();
  return (
    <>
      <p>
        Your team decides what it keeps about its contacts, and why: it is the controller. {sender?.name} keeps it on your behalf: we are
        the processor. These terms are part of the terms you accepted.
      </p>
      <h2>What we do with it</h2>
      <p>
        We act only on your instructions: we store it, show it to your members, and change, export or delete it when one of your members
        says so. We do nothing else, unless a law requires it. Then we tell you, as far as the law allows.
      </p>
      <h2>Whose data, and which data</h2>
      <p>
        People your team deals with: names, e-mail addresses, phone numbers, postal addresses, company and job title, website, birthday,
        status, tags, notes, calls and meetings, when you were in touch, the files you import, and whatever you keep in fields of your own.
        Mark a field as sensitive if it can hold what the law protects more strictly, such as health.
      </p>
      <h2>For how long</h2>
      <p>
        As long as your team is active, and 30 days after you deactivate it. Then it is deleted, and a report says how many rows of each
        kind were deleted, and when. See <a href="/retention">how long we keep data</a>.
      </p>
      <h2>What you can do for your contacts</h2>
      <ul>
        <li>A copy of everything that names them, on the contact’s page.</li>
        <li>Correction: every field can be edited, free.</li>
        <li>Restriction: kept, not used. No list, search, report or export shows them, except the owner’s archive of everything.</li>
        <li>Erasure: immediate, with a certificate to send. An erased contact is kept from being imported again.</li>
        <li>Portability: an archive in open formats.</li>
        <li>Requests that reach us are passed on to you with the date by which the law requires an answer.</li>
      </ul>
      <h2>How it is kept safe</h2>
      <p>
        See <a href="/policies/security">security</a>. People who work for us have no access to your contacts without your consent, and are
        bound to secrecy.
      </p>
      <h2>Who we use</h2>
      <p>
        The <a href="/subprocessors">sub-processors</a> on the list, each bound by a contract that is named there. A new one comes with a
        new version of these terms, which is e-mailed to every owner. If you object, you can leave, and unspent packs are refunded.
      </p>
      <h2>If something happens</h2>
      <p>
        We tell you without delay, and within 48 hours of knowing, by a service notice to every owner. It says what happened, to which data,
        and what we are doing about it. No one can turn these notices off.
      </p>
      <h2>How to check on us</h2>
      <p>
        Every promise, and what proves it, is listed under <a href="/promises">promises</a>. Your ledger can be verified in your browser.
        For more, write to <a href={`mailto:${sender?.privacyEmail}`}>{sender?.privacyEmail}</a>.
      </p>
    </>
  );
}
