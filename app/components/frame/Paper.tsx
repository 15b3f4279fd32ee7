// The frame of pages that need no sign-in: landing, prices, help, policies, and the ways in.
import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { paths } from "../../web/paths";
import { Button, ButtonLink } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Coin } from "../ui/parts";
import { Foot } from "./Foot";

function PaperHead({ signedIn }: { signedIn: boolean }) {
  return (
    <header className="mx-auto flex w-full max-w-[1080px] flex-wrap items-center gap-x-5 gap-y-2 px-5 py-4">
      <Link to={paths.landing()} className="mr-auto flex items-center gap-2 text-base font-[640] tracking-tight">
        <Coin className="size-5" />
        Farthing
      </Link>
      <nav aria-label="Pages" className="flex items-center gap-x-4">
        <Link to={paths.prices()} className="py-1 text-ink-2 hover:text-ink">
          Prices
        </Link>
        <Link to={paths.help()} className="py-1 text-ink-2 hover:text-ink">
          Help
        </Link>
        {signedIn ? (
          <ButtonLink to={paths.contacts()}>Open app</ButtonLink>
        ) : (
          <>
            <Link to={paths.signIn()} className="py-1 text-ink-2 hover:text-ink">
              Sign in
            </Link>
            <ButtonLink to={paths.signUp()} kind="go" className="max-md:hidden">
              Start free
            </ButtonLink>
          </>
        )}
      </nav>
    </header>
  );
}

export function Paper({ signedIn = false, children }: { signedIn?: boolean; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <PaperHead signedIn={signedIn} />
      <main className="mx-auto w-full max-w-[1080px] flex-1 px-5">{children}</main>
      <Foot />
    </div>
  );
}

/** A small form in the middle of the page: sign in, sign up, reset. */
export function Entrance({ title, words, children }: { title: string; words?: ReactNode; children?: ReactNode }) {
  return (
    <div className="mx-auto grid w-full max-w-[380px] gap-4 pt-8 md:pt-16">
      <div className="grid gap-1">
        <h1>{title}</h1>
        {words ? <p className="text-ink-2">{words}</p> : null}
      </div>
      {children}
    </div>
  );
}

/** What a link of ours asks for: one click, since mail programs open links by themselves. */
export function OneButton({ children, name, value }: { children: ReactNode; name?: string; value?: string }) {
  return (
    <PostForm>
      <Button kind="go" name={name} value={value} className="min-h-10 w-full">
        {children}
      </Button>
    </PostForm>
  );
}
