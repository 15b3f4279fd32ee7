import { json, type LinksFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { useNonce } from "./components/frame/nonce";
import { AskAnalytics } from "./components/privacy/AskAnalytics";
import { ButtonLink } from "./components/ui/Button";
import styles from "./styles.css?url";
import { analyticsState } from "./web/analytics.server";
import { paths } from "./web/paths";
import { readTheme } from "./web/theme.server";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export const meta: MetaFunction = () => [{ title: "Farthing" }];

export async function loader({ request, context: { ctx } }: LoaderFunctionArgs) {
  const { sender, location } = ctx;
  return json({ theme: await readTheme(ctx, request), sender, location, analytics: await analyticsState(ctx, request) });
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const theme = useRouteLoaderData<typeof loader>("root")?.theme ?? "system";
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  const { analytics } = useLoaderData<typeof loader>();
  return (
    <>
      <Outlet />
      {analytics === "unasked" ? <AskAnalytics /> : null}
    </>
  );
}

/** What a person reads instead of the page, by what went wrong. A refusal says in its own words why. */
function problemOf(error: unknown): { title: string; words: string } {
  const status = isRouteErrorResponse(error) ? error.status : 500;
  if (status === 404)
    return {
      title: "There’s nothing here",
      words: "Check the address for typos. The page may belong to another team, or no longer exist.",
    };
  if (status >= 500 || !isRouteErrorResponse(error))
    return {
      title: "Something went wrong",
      words: "That’s our fault, and we’ve logged it. You weren’t charged for it. Try again in a moment.",
    };
  const said = typeof error.data === "string" && error.data !== "" && status !== 405 ? error.data : "This page can’t do that.";
  return { title: "That didn’t work", words: said };
}

export function ErrorBoundary() {
  const { title, words } = problemOf(useRouteError());
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-3 p-6">
      <title>{`${title} - Farthing`}</title>
      <span className="coin size-8" />
      <h1>{title}</h1>
      <p className="text-ink-2">{words}</p>
      <div className="flex gap-2">
        <ButtonLink to={paths.contacts()}>Go to contacts</ButtonLink>
        <ButtonLink to={paths.help()} kind="bare">
          Help
        </ButtonLink>
      </div>
    </main>
  );
}
