// How it is kept safe. Never changed once posted: a change is a new version, and a new file.
import { useSender } from "../../components/frame/Foot";
import { LocationWords } from "../../components/privacy/LocationWords";

export function Text() {
  const sender = useSender();
  return (
    <>
      <h2>On the way and at rest</h2>
      <ul>
        <li>Only https: plain requests are led there, browsers are told to remember it for two years, cookies are sent no other way.</li>
        <li>
          Notes, sensitive fields and files are encrypted with AES-256-GCM under a key of the team’s own, bound to team and record. The key
          lies wrapped, apart from the database.
        </li>
        <li>
          The wrapping keys have ids and are rotated without a stop. When a team is deleted its key goes first: no copy opens any more.
        </li>
        <li>
          Passwords are hashed with scrypt (16 MB). Links that let somebody in, or change a way in, are kept as keyed hashes, work once, and
          end after an hour, a day or three days. A link to a message to support or to a request opens just that, for as long as it is kept.
        </li>
      </ul>
      <h2>Who gets in</h2>
      <ul>
        <li>Every page and every query is bound to one team; tests with a second team show that nothing crosses over.</li>
        <li>What only an owner or manager may do is checked on the server.</li>
        <li>Tries to sign in, sign up or reset are limited by address and by IP. An unknown address takes as long as a wrong password.</li>
        <li>You are mailed when somebody signs in with a browser never used before, and when your password or address changes.</li>
      </ul>
      <h2>In the page</h2>
      <ul>
        <li>Scripts run only with a nonce; nothing may be framed; forms lead to us and to the payment page alone.</li>
        <li>No script, font, picture or call comes from another host. A browser test records every request of every page.</li>
      </ul>
      <h2>Your money</h2>
      <p>The ledger is double-entry, append-only and chained by hashes. It is audited every night and can be verified in your browser.</p>
      <h2>Where the data lives</h2>
      <LocationWords />
      <h2>Found a hole?</h2>
      <p>
        Write to <a href={`mailto:${sender?.supportEmail}`}>{sender?.supportEmail}</a>. We answer within three days and never go after
        anybody who looked in good faith.
      </p>
    </>
  );
}
