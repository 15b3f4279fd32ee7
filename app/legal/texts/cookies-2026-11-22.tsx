// What is kept in the browser. Never changed once posted: a change is a new version, and a new file.
import { AnalyticsChoice } from "../../components/privacy/AnalyticsChoice";
import { CookieTable } from "./CookieTable";

export function Text() {
  return (
    <>
      <p>
        Only what is needed is kept before you choose anything. So there is no banner, unless this deployment counts visits; then it asks
        first.
      </p>
      <CookieTable />
      <p>
        All of them belong to this site alone, and none is readable by another site. None shows a name, an address or anything you typed to
        who looks at it. Where the address of this site begins with https, session and device carry the prefix __Host-, and all are sent
        over https alone. Removing them signs you out and resets the looks, no more.
      </p>
      <h2>Counting visits</h2>
      <p>
        Off, unless whoever runs this deployment turned it on. Then you are asked once, with two buttons of the same size. If you agree, the
        platform counts which kind of page was visited: no cookie, no number, no IP address goes with it. Your answer is remembered for 13
        months at most, whichever it was. Change it here:
      </p>
      <AnalyticsChoice />
    </>
  );
}
