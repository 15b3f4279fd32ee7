// How it is kept safe, second version. Never changed once posted: a change is a new version, and a new file.
import { useSender } from "../../components/frame/Foot";
import { LocationWords } from "../../components/privacy/LocationWords";

export function Text() {
  const sender = useSender();
  return (
    <>
      <h2>In transit and at rest</h2>
      <ul>
        <li>
          Only https: plain http requests are redirected, browsers are told to remember this for two years, and cookies are sent no other
          way.
        </li>
        <li>
          Notes, sensitive fields and files are encrypted with AES-256-GCM under the team’s own key, bound to team and record. The key is
          kept wrapped, apart from the database.
        </li>
        <li>
          The wrapping keys have ids and are rotated without downtime. When a team is deleted, its key is deleted first. What was encrypted
          can then be opened in no copy of the database or the files. Anyone who runs this deployment and keeps a copy of the keys has to
          delete it there too; our manual says so.
        </li>
        <li>
          Passwords are hashed with scrypt (16 MB). Links that let someone in, or change how they sign in, work once and expire after an
          hour, a day or three days. They are kept as keyed hashes. The e-mail that carries one keeps it until it is sent, or for three days
          if it could not be sent. A link to a support message or to a request opens just that, for as long as it is kept.
        </li>
      </ul>
      <h2>Who gets in</h2>
      <ul>
        <li>
          Every page shows one team, and the code that reads contacts for it is bound to that team. Tests with a second team show that
          nothing crosses over. Only four things look across teams: sign-in, payments, the nightly checks and cleanup, and the search for
          teams that keep the address in a privacy request. None of them shows a contact.
        </li>
        <li>What only an owner or manager may do is checked on the server.</li>
        <li>
          Attempts to sign in, sign up or reset a password are limited by address and by IP. An unknown address takes as long to check as a
          wrong password.
        </li>
        <li>You get an e-mail when someone signs in with a browser never used before, and when your password or address changes.</li>
      </ul>
      <h2>In the page</h2>
      <ul>
        <li>Scripts run only with a nonce; no page can be framed; forms are sent only to us and to the payment page.</li>
        <li>
          No script, font, picture or call comes from another host. Tests check every page for what it would load, and record in a browser
          what the main pages request.
        </li>
      </ul>
      <h2>Your money</h2>
      <p>The ledger is double-entry, append-only and chained by hashes. It is audited every night and can be verified in your browser.</p>
      <h2>Where the data lives</h2>
      <LocationWords />
      <h2>Found a vulnerability?</h2>
      <p>
        Write to <a href={`mailto:${sender?.supportEmail}`}>{sender?.supportEmail}</a>. We answer within three days and never go after
        anyone who tests in good faith.
      </p>
    </>
  );
}
