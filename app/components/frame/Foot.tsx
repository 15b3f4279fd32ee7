// The foot of every page: the policies, where to find help, and who answers.
import { Link, useRouteLoaderData } from "@remix-run/react";
import { paths } from "../../web/paths";

export interface SenderView {
  name: string;
  address: string;
  supportEmail: string;
  privacyEmail: string;
}

const links = [
  [paths.prices(), "Prices"],
  [paths.help(), "Help"],
  [paths.support(), "Support"],
  [paths.policy("privacy"), "Privacy"],
  [paths.policy("terms"), "Terms"],
  [paths.rights(), "Your data"],
  [paths.promises(), "Promises"],
  [paths.policy("security"), "Security"],
  [paths.policy("cookies"), "Cookies"],
  [paths.status(), "Status"],
] as const;

/** Who answers for this deployment; the root's loader says it on every page. Null while an error is shown. */
export function useSender(): SenderView | null {
  return (useRouteLoaderData("root") as { sender?: SenderView } | undefined)?.sender ?? null;
}

export function Foot({ narrow = false }: { narrow?: boolean }) {
  const sender = useSender();
  return (
    <footer
      className={`flex w-full flex-wrap gap-x-5 gap-y-2 border-t border-line py-6 text-xs text-ink-3 ${narrow ? "mt-10 px-5 max-md:px-4" : "mx-auto mt-16 max-w-[1080px] px-5"}`}
    >
      <span className="mr-auto">
        {sender ? (
          <>
            {sender.name}, {sender.address} ·{" "}
            <a href={`mailto:${sender.supportEmail}`} className="underline underline-offset-3">
              {sender.supportEmail}
            </a>
          </>
        ) : (
          "Farthing: pay for what you do."
        )}
      </span>
      <nav aria-label="About Farthing" className="flex flex-wrap gap-x-4 gap-y-1">
        {links.map(([to, words]) => (
          <Link key={to} to={to} className="py-0.5 hover:text-ink">
            {words}
          </Link>
        ))}
      </nav>
    </footer>
  );
}
