// The data processing terms. Never changed once posted: a change is a new version, and a new file.
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
        We store it, show it to your members, and change, export or delete it when a member of yours says so. Nothing else, unless a law
        makes us; then we tell you, as far as it lets us.
      </p>
      <h2>About whom, and what</h2>
      <p>
        People your team deals with: names, e-mail addresses, phone numbers, postal addresses, company, birthday, notes, and when you were
        in touch.
      </p>
      <h2>For how long</h2>
      <p>
        As long as your team is active, and 30 days after you deactivate it. Then it is deleted, and a report says how many rows of what
        went when. See <a href="/retention">how long we keep what</a>.
      </p>
      <h2>What you can do for your contacts</h2>
      <ul>
        <li>A copy of everything that names them, on the contact’s page.</li>
        <li>Correction: every field can be edited, free.</li>
        <li>Restriction: kept, not used. No list, search, report or export shows them, but the owner’s archive of everything.</li>
        <li>Erasure: at once, with a certificate to send, and kept from being imported again.</li>
        <li>Portability: an archive in open formats.</li>
        <li>Requests that reach us are passed on to you with the date by which the law wants an answer.</li>
      </ul>
      <h2>How it is kept safe</h2>
      <p>
        See <a href="/policies/security">security</a>. People who work for us have no access to your contacts without your consent, and are
        bound to secrecy.
      </p>
      <h2>Whom we use</h2>
      <p>
        The <a href="/subprocessors">sub-processors</a> on the list, each bound by a contract that is named there. A new one is on the list,
        and mailed to you, before it begins; if you object, you can leave, and unspent packs are refunded.
      </p>
      <h2>If something happens</h2>
      <p>We tell you without delay, and within 48 hours of knowing, what happened, to which data, and what we do about it.</p>
      <h2>To check us</h2>
      <p>
        Every promise and what proves it is on <a href="/promises">promises</a>. Your ledger can be verified in your browser. For more,
        write to <a href={`mailto:${sender?.privacyEmail}`}>{sender?.privacyEmail}</a>.
      </p>
    </>
  );
}
