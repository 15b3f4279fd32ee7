// The privacy policy, second version. Never changed once posted: a change is a new version, and a new file.
import { useSender } from "../../components/frame/Foot";

export function Text() {
  const sender = useSender();
  return (
    <>
      <h2>Who answers</h2>
      <p>
        {sender?.name}, {sender?.address}. For anything about your data:{" "}
        <a href={`mailto:${sender?.privacyEmail}`}>{sender?.privacyEmail}</a>, or <a href="/rights">the form</a>, which needs no account.
      </p>
      <h2>What we keep about you</h2>
      <ul>
        <li>
          Your name, your e-mail address, a phone number if you give one, and a scrypt hash of your password, which cannot be turned back.
        </li>
        <li>When you confirmed that you are 18 or over, and which version of which policy you accepted when.</li>
        <li>Your sessions, with the browser in words; a keyed hash that recognises a browser you signed in with before.</li>
        <li>
          A security log: sign-ins, tries with a wrong password, changed ways in, with browser and IP address, for 90 days. IP addresses are
          kept nowhere else.
        </li>
        <li>
          Your purchases: pack, amount, date, the brand and last four digits of the card. No card number reaches us: you pay on Stripe’s
          page.
        </li>
        <li>Each credit that came or went: what for, by whom, when.</li>
        <li>Which kinds of mail you want, your nominee, what you wrote to support, and to whom which mail was sent.</li>
      </ul>
      <h2>What we keep for you</h2>
      <p>
        The contacts you enter or import belong to your team. Only its members see them. We read none of it, sell none of it, rent none of
        it, and show no advertising. Support looks at your contact list only with a consent that you give for a week, can withdraw, and find
        in your audit log, look by look.
      </p>
      <p>
        The text of notes, what is in sensitive fields, and every file is encrypted with AES-256-GCM under a key of your team’s own, kept
        apart from the database. Names, addresses and phone numbers are not encrypted, because you search them.
      </p>
      <h2>What we use it for</h2>
      <p>
        To run the service you asked for (contract); to keep it safe (our legitimate interest); to keep records of payments (tax law); to
        send news, only if you turned them on (consent). How much is used we look at only as totals that name nobody.
      </p>
      <h2>Who else sees anything</h2>
      <p>
        Those on the <a href="/subprocessors">list of sub-processors</a>, each only what its task needs. None of them uses your data to
        train anything, and none is an AI service. No other script, font, pixel or call is in our pages. If a law makes us hand something to
        an authority, your team’s audit log says so, unless the law forbids it for a time.
      </p>
      <h2>Where it lives</h2>
      <p>
        <a href="/policies/security">The security page</a> says where this deployment keeps its data, and whether that is a guarantee or a
        wish.
      </p>
      <h2>How long</h2>
      <p>
        Each kind of data has its period; all of them are on <a href="/retention">how long we keep what</a>, which is made from the table
        that the nightly clean-up reads. When a team is deactivated, nothing is changed or charged for 30 days, so that you can export it or
        come back (what has an end of its own, as the trash, ends on its day); then it is deleted for good, the key of your notes first.
        Records of purchases stay for seven years, without your contacts.
      </p>
      <h2>What you can do</h2>
      <ul>
        <li>
          See and take a copy of everything about you, correct it, say who may act for you, object to being named in reports, have it kept
          without being used: under Privacy and security, at once.
        </li>
        <li>Take everything your team has, in open formats, and bring it into another team: under Archive.</li>
        <li>End your account for good: under Privacy and security. What the law makes us keep is said there.</li>
        <li>
          If you are somebody’s contact: ask them, or use <a href="/rights">the form</a>. We tell every team that keeps your address, and
          you get an answer within 30 days; within 7 where the data came from Facebook.
        </li>
        <li>Complain to the data protection authority where you live.</li>
      </ul>
      <h2>Children</h2>
      <p>
        Accounts are for people of 18 and over. If somebody under 16 is in our data, as a member or as a contact,{" "}
        <a href="/rights?kind=minor">tell us</a>: it is deleted at once.
      </p>
      <h2>Changes</h2>
      <p>
        A version is in force from its posting. If it changes what you may expect, every active owner gets a mail. Older versions stay
        readable on this page.
      </p>
    </>
  );
}
