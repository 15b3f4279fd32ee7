// The first version, as it was posted. Never changed: who accepted it can read it again.

export function Text() {
  return (
    <>
      <h2>What you get</h2>
      <p>
        Farthing keeps contacts, notes and follow-ups for your team. There are no seats and no subscription. Accounts are for people of 18
        and over.
      </p>
      <h2>Credits</h2>
      <ul>
        <li>A credit is spent when something is created or sent. The price is on the button; you are never charged more than it said.</li>
        <li>An action that was not done is not charged. The same form is never charged twice.</li>
        <li>Credits you buy never expire. Welcome credits expire after 90 days; they are spent first.</li>
        <li>Prices may change. A change has a date and is listed on the prices page; what you bought before stays yours.</li>
        <li>A pack that is not spent is refunded on request, as far as it is left.</li>
      </ul>
      <h2>Your contacts</h2>
      <p>They are yours. You are responsible for having them lawfully; we process them only on your behalf.</p>
      <h2>What is not allowed</h2>
      <p>Do not use Farthing to break the law, to harass people, or to break into it. Who does can be shut out.</p>
    </>
  );
}
