// The first version, as it was posted. Never changed: who accepted it can read it again.

export function Text() {
  return (
    <>
      <h2>What we keep about you</h2>
      <ul>
        <li>Your name, your e-mail address, and a scrypt hash of your password, which cannot be turned back.</li>
        <li>When you confirmed that you are 18 or over, and which version of these pages you accepted.</li>
        <li>Your sessions: one cookie keeps you signed in, for up to 30 days. Scripts cannot read it.</li>
        <li>
          Your purchases: pack, amount, date, the brand and last four digits of the card. No card number reaches us: you pay on Stripe’s
          page.
        </li>
        <li>Each credit that came or went: what for, by whom, when.</li>
      </ul>
      <h2>What we keep for you</h2>
      <p>
        The contacts you enter or import belong to your team. Only members of your team see them. We read none of it, sell none of it, and
        show no advertising.
      </p>
      <p>
        The text of notes is encrypted with AES-256-GCM under a key of your team’s own, kept apart from the database. Names, addresses and
        phone numbers are not encrypted, because you search them.
      </p>
      <h2>Cookies</h2>
      <p>
        One for your session. One that carries a message over to the next page, for a minute. One that remembers light or dark, only if you
        choose it. None of them follows you anywhere, so there is no banner.
      </p>
      <h2>Who else sees anything</h2>
      <ul>
        <li>Cloudflare runs the servers and the database.</li>
        <li>Stripe takes payments: it is told your e-mail address, the pack, and the ids of team and purchase.</li>
        <li>Resend delivers our mail to you: it is told your address and the mail.</li>
      </ul>
      <p>No other script, font, pixel or call is in our pages.</p>
      <h2>How long</h2>
      <p>
        Each kind of data has its period; all of them are on <a href="/retention">how long we keep what</a>, which is made from the table
        that the nightly clean-up reads. When a team is deactivated, everything stays as it is for 30 days, so that you can export it or
        come back; then it is deleted for good, the key of your notes first.
      </p>
    </>
  );
}
