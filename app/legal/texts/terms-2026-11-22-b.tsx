// The terms, second version. Never changed once posted: a change is a new version, and a new file.
import { useSender } from "../../components/frame/Foot";

export function Text() {
  const sender = useSender();
  return (
    <>
      <h2>Between whom</h2>
      <p>
        You and {sender?.name}, {sender?.address}. Accounts are for people of 18 and over.
      </p>
      <h2>What you get</h2>
      <p>Farthing keeps contacts and notes for your team. There are no seats and no subscription.</p>
      <h2>Credits</h2>
      <ul>
        <li>A credit is spent when something is created or sent. The price is on the button; you are never charged more than it said.</li>
        <li>An action that was not done is not charged. The same form is never charged twice.</li>
        <li>Credits you buy never expire. Welcome credits expire after 90 days; they are spent first.</li>
        <li>Prices may change. A change has a date and is listed on the prices page; what you bought before stays yours.</li>
        <li>A pack that is not spent is refunded on request, as far as it is left.</li>
        <li>A payment that your bank takes back takes its credits back too.</li>
      </ul>
      <h2>Your contacts</h2>
      <p>
        They are yours. You are responsible for having them lawfully; we process them only on your behalf, under the{" "}
        <a href="/policies/data-processing">data processing terms</a>, which are part of these.
      </p>
      <h2>When you leave</h2>
      <p>
        You can leave at any time, free. For 30 days you can come back and everything is as it was; credits that are left come back too.
        After that the team is deleted for good, and credits that are left go with it. Ask for the refund of an unspent pack before that
        day.
      </p>
      <h2>What is not allowed</h2>
      <p>
        Do not use Farthing to break the law, to harass people, or to break into it. Who does can be shut out; their data can still be taken
        away.
      </p>
      <h2>If something goes wrong</h2>
      <p>
        We answer for what we did wrong as the law of our seat says. Write to{" "}
        <a href={`mailto:${sender?.supportEmail}`}>{sender?.supportEmail}</a> or use the <a href="/support">support form</a>.
      </p>
    </>
  );
}
