// The terms, third version. Never changed once posted: a change is a new version, and a new file.
import { useSender } from "../../components/frame/Foot";

export function Text() {
  const sender = useSender();
  return (
    <>
      <h2>Who these terms are between</h2>
      <p>
        You and {sender?.name}, {sender?.address}. Accounts are for people 18 and older.
      </p>
      <h2>What you get</h2>
      <p>Farthing keeps contacts and notes for your team. There are no seats and no subscription.</p>
      <h2>Credits</h2>
      <ul>
        <li>A credit is spent when something is created or sent. The price is on the button; you are never charged more than it said.</li>
        <li>An action that was not done is not charged. The same form is never charged twice.</li>
        <li>Credits you buy never expire. Welcome credits expire after 90 days; they are spent first.</li>
        <li>Prices may change. A change has a date and is listed on the prices page; what you bought before stays yours.</li>
        <li>An unspent pack is refunded on request, for the part that is left.</li>
        <li>If your bank takes back a payment, its credits are taken back too.</li>
      </ul>
      <h2>Your contacts</h2>
      <p>
        They are yours. You are responsible for having them lawfully; we process them only on your behalf, under the{" "}
        <a href="/policies/data-processing">data processing terms</a>, which are part of these.
      </p>
      <h2>When you leave</h2>
      <p>
        You can leave at any time, free. For 30 days you can come back: your contacts, notes and credits are still there. Anything with its
        own time limit, such as the trash, uploaded files and archives, still ends on its own date. After that the team is deleted for good,
        and any remaining credits are deleted with it. Ask for a refund of an unspent pack before that day.
      </p>
      <h2>What is not allowed</h2>
      <p>
        Do not use Farthing to break the law, to harass people, or to break into it. Anyone who does can be shut out; they can still export
        their data.
      </p>
      <h2>If something goes wrong</h2>
      <p>
        We are liable for our mistakes under the law of the place where we are based. Write to{" "}
        <a href={`mailto:${sender?.supportEmail}`}>{sender?.supportEmail}</a> or use the <a href="/support">support form</a>.
      </p>
    </>
  );
}
