// The privacy policy, third version. Never changed once posted: a change is a new version, and a new file.
import { useSender } from "../../components/frame/Foot";

export function Text() {
  const sender = useSender();
  return (
    <>
      <h2>Who is responsible</h2>
      <p>
        {sender?.name}, {sender?.address}. For anything about your data:{" "}
        <a href={`mailto:${sender?.privacyEmail}`}>{sender?.privacyEmail}</a>, or <a href="/rights">the form</a>, which needs no account.
      </p>
      <h2>What we keep about you</h2>
      <ul>
        <li>
          Your name, your e-mail address, a phone number if you give one, and a scrypt hash of your password, which cannot be reversed.
        </li>
        <li>When you confirmed that you are 18 or older, and which version of which policy you accepted when.</li>
        <li>Your sessions, with the browser in words; a keyed hash that recognizes a browser you signed in with before.</li>
        <li>
          A security log: sign-ins, failed attempts, changes to how you sign in, with browser and IP address, for 90 days. IP addresses are
          kept nowhere else.
        </li>
        <li>
          Your purchases: pack, amount, date, the brand and last four digits of the card, the business name and tax number that you give on
          Stripe’s page, and Stripe’s ids for the payment, for your team as its customer and for a card you saved. No card number reaches
          us: you pay on Stripe’s page.
        </li>
        <li>Your team’s name and business name, its country and time zone.</li>
        <li>Each credit added or spent: what for, by whom and when. Important actions, by whom and with which browser.</li>
        <li>Which kinds of e-mail you want, your nominee, what you wrote to support, and which e-mail was sent to whom.</li>
      </ul>
      <h2>What we keep for you</h2>
      <p>
        The contacts you enter or import belong to your team. Only its members see them. We read none of it, sell none of it, rent none of
        it, and show no advertising. Support views your contact list only with your consent. You give it for a week and can withdraw it, and
        your audit log shows every view.
      </p>
      <p>
        The text of notes, what is in sensitive fields, and every file that you upload or have made is encrypted with AES-256-GCM under a
        key of your team’s own, kept apart from the database. Names, addresses and phone numbers are not encrypted, because you search by
        them.
      </p>
      <h2>What we use it for</h2>
      <p>
        To run the service you asked for (contract); to keep it safe (our legitimate interest); to keep records of payments (tax law); to
        send news, only if you turned them on (consent). We look at usage only as totals that name no one.
      </p>
      <h2>Who else sees anything</h2>
      <p>
        Those on the <a href="/subprocessors">list of sub-processors</a>, each seeing only what its task needs. None of them uses your data
        to train anything, and none is an AI service. Our pages contain no other script, font, pixel or call. If a law requires us to hand
        something to an authority, your team’s audit log says so, unless the law forbids it for a time.
      </p>
      <h2>Where it lives</h2>
      <p>
        <a href="/policies/security">The security page</a> says where this deployment keeps its data, and whether that is a guarantee or a
        preference.
      </p>
      <h2>How long</h2>
      <p>
        Each kind of data has its period; all of them are on <a href="/retention">how long we keep data</a>, which is made from the table
        that the nightly cleanup reads. When a team is deactivated, nothing is changed or charged for 30 days, so that you can export it or
        come back. Anything with its own time limit, such as the trash, still ends on its own date. Then the team is deleted for good, the
        key to your notes first. Records of purchases stay for seven years, without your contacts.
      </p>
      <h2>What you can do</h2>
      <ul>
        <li>
          Under Privacy and security, at once: see and copy everything about you (profile, sessions, log, purchases, charges, what you did
          and agreed to), and correct it. You can also say who may act for you, object to being named in reports, or have your data kept
          without being used.
        </li>
        <li>Take everything your team has, in open formats, and bring it into another team: under Archive.</li>
        <li>Delete your account for good, under Privacy and security. That page says what the law requires us to keep.</li>
        <li>
          If you are someone’s contact, ask them, or use <a href="/rights">the form</a>. We tell every team that keeps your address, and you
          get an answer within 30 days, or within 7 if the data came from Facebook.
        </li>
        <li>Complain to the data protection authority where you live.</li>
      </ul>
      <h2>Children</h2>
      <p>
        Accounts are for people 18 and older. If someone under 16 is in our data, as a member or as a contact,{" "}
        <a href="/rights?kind=minor">tell us</a>. Once a child confirms the report by e-mail, or we have reviewed someone else’s report,
        teams can no longer use what they keep under the address. After three days it is deleted, unless an owner of the team says it isn’t
        a child’s. Anyone who has an account’s password can delete it at once. Without it, a person reviews the report first.
      </p>
      <h2>Changes</h2>
      <p>
        A version takes effect on the day it is posted. If it changes what you may expect, every active owner gets an e-mail. Older versions
        stay readable on this page.
      </p>
    </>
  );
}
