// Asks once whether visits may be counted. To refuse is as easy as to accept: two buttons of the same size and look.
import { Link, useLocation } from "@remix-run/react";
import { paths } from "../../web/paths";
import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";

export function AskAnalytics() {
  const { pathname, search } = useLocation();
  return (
    <aside
      aria-label="May we count visits?"
      className="fixed inset-x-3 bottom-3 z-30 mx-auto grid max-w-xl gap-2 rounded-lg border border-line-strong bg-surface p-4 shadow-lg max-md:bottom-[72px]"
    >
      <p>
        May we count which pages are visited? No cookie or ID follows you; see{" "}
        <Link to={paths.policy("cookies")} className="underline underline-offset-3">
          cookies
        </Link>
        .
      </p>
      <PostForm action={paths.analytics()} reloadDocument className="grid grid-cols-2 gap-2">
        <input type="hidden" name="to" value={pathname + search} />
        <Button name="choice" value="no">
          No
        </Button>
        <Button name="choice" value="yes">
          Yes
        </Button>
      </PostForm>
    </aside>
  );
}
