// Changing one's mind about counted visits: as easy as the first answer.
import { useRouteLoaderData } from "@remix-run/react";
import { paths } from "../../web/paths";
import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";

export function AnalyticsChoice() {
  const root = useRouteLoaderData("root") as { analytics?: "off" | "yes" | "no" | "unasked" } | undefined;
  const state = root?.analytics ?? "off";
  if (state === "off") return <p className="text-ink-2">Visits aren’t counted here.</p>;
  return (
    <PostForm always action={paths.analytics()} reloadDocument className="mb-4 grid max-w-xs grid-cols-2 gap-2">
      <Button name="choice" value="no" aria-pressed={state === "no"}>
        Don’t count
      </Button>
      <Button name="choice" value="yes" aria-pressed={state === "yes"}>
        Count
      </Button>
    </PostForm>
  );
}
