// What is kept in the browser, second version. Never changed once posted: a change is a new version, and a new file.
import { AnalyticsChoice } from "../../components/privacy/AnalyticsChoice";
import { CookieTable } from "./CookieTable";

export function Text() {
  return (
    <>
      <p>
        Before you choose anything, we keep only what is needed. So there is no banner, unless this deployment counts visits; then it asks
        first.
      </p>
      <CookieTable />
      <p>
        The cookies belong to this site alone, and no other site can read them. None shows a name, an address or anything you typed to
        anyone who looks at it. Where the address of this site begins with https, session and device carry the prefix __Host-, and all are
        sent over https only. Removing them signs you out and resets the theme. Your next sign-in then counts as one with a new browser, and
        you get an e-mail about it. Where visits are counted, you are asked again.
      </p>
      <h2>Counting visits</h2>
      <p>
        This is off, unless whoever runs this deployment turned it on. Then you are asked once, with two buttons of the same size. If you
        agree, the platform counts which kind of page was visited. No cookie, ID or IP address goes with it. Your answer, yes or no, is
        remembered for 13 months at most. Change it here:
      </p>
      <AnalyticsChoice />
    </>
  );
}
