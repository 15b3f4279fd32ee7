import type { MetaFunction } from "@remix-run/cloudflare";
import { Link } from "@remix-run/react";
import { Entrance, Paper } from "../components/Paper";
import { paths } from "../web/paths";

export const meta: MetaFunction = () => [{ title: "Your account is deleted - Farthing" }];

/** Where somebody lands who has just ended their account. */
export default function Gone() {
  return (
    <Paper>
      <Entrance
        title="Your account is deleted"
        words="A mail confirms it, and says what the law makes us keep. Thank you for using Farthing; you can come back at any time."
      >
        <Link to={paths.retention()} className="underline underline-offset-3">
          How long we keep data
        </Link>
      </Entrance>
    </Paper>
  );
}
