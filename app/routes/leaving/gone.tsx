import type { MetaFunction } from "@remix-run/cloudflare";
import { Link } from "@remix-run/react";
import { Entrance, Paper } from "../../components/frame/Paper";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Your account has been deleted - Farthing" }];

/** Where somebody lands who has just ended their account. */
export default function Gone() {
  return (
    <Paper>
      <Entrance
        title="Your account has been deleted"
        words="We’ll e-mail you to confirm it, and to say what the law requires us to keep. Thank you for using Farthing. You can come back at any time."
      >
        <Link to={paths.retention()} className="underline underline-offset-3">
          How long we keep data
        </Link>
      </Entrance>
    </Paper>
  );
}
