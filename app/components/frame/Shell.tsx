// The frame of every page of the app: sidebar, header with the balance, a bar of five on phones, toast and palette.
import { Link, NavLink, useLocation } from "@remix-run/react";
import { ChevronsUpDown, CircleDollarSign, LogOut, Plus, Settings, Users, Wrench } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { paths } from "../../web/paths";
import { MayContext, useMay } from "../ui/may";
import { OfTeamContext, PostForm, ReadOnlyContext } from "../ui/PostForm";
import { Avatar, Coin } from "../ui/parts";
import { countWords } from "../ui/words";
import { Foot } from "./Foot";
import { helpPlace, type NounView, type Place, recordPlaces, teamPlaces } from "./nav";
import { Palette } from "./Palette";
import { Toast, type ToastView } from "./Toast";

export interface ShellView {
  teamId: string;
  teamName: string;
  memberName: string;
  verified: boolean;
  /** Null when the ledger cannot be reached. */
  balance: number | null;
  contacts?: number;
  /** The nouns of the cards, with how many of each. */
  nouns: NounView[];
  /** Saved views that this member wants to see in the sidebar. */
  pinned: { id: string; name: string; plural: string }[];
  /** What this member may do, by the names in the table of permissions. */
  may: string[];
  /** Whether they run this deployment. */
  operator: boolean;
  /** The day on which a deactivated team is deleted; null for an active one. */
  purgeDay: string | null;
  toast: ToastView | null;
}

const navLook = ({ isActive }: { isActive: boolean }) =>
  `flex items-center gap-2.5 rounded-md px-2 py-1.5 ${isActive ? "bg-surface font-[550] text-ink shadow-[0_0_0_1px_var(--line)]" : "text-ink-2 hover:text-ink"}`;

function SideLink({ place: { to, words, icon: Icon, count } }: { place: Place }) {
  return (
    <NavLink to={to} className={navLook}>
      <Icon size={16} aria-hidden="true" />
      {words}
      {count === undefined ? null : <span className="ml-auto text-xs text-ink-3 tabular-nums">{count.toLocaleString("en")}</span>}
    </NavLink>
  );
}

/** Below the noun whose views they are. */
function Pinned({ views }: { views: ShellView["pinned"] }) {
  const { pathname, search } = useLocation();
  return views.map(({ id, name, plural }) => {
    const here = pathname === paths.records(plural) && new URLSearchParams(search).get("view") === id;
    return (
      <Link
        key={id}
        to={paths.records(plural, { view: id })}
        aria-current={here ? "page" : undefined}
        className={`ml-[34px] truncate rounded-md py-1 pr-2 text-[13px] ${here ? "font-[550] text-ink" : "text-ink-2 hover:text-ink"}`}
      >
        {name}
      </Link>
    );
  });
}

function Side({ view }: { view: ShellView }) {
  return (
    <nav
      aria-label="Main"
      className="sticky top-0 flex h-dvh flex-col gap-0.5 overflow-y-auto border-r border-line bg-sunken px-2 py-3 max-md:hidden"
    >
      <Link to={paths.contacts()} className="flex items-center gap-2 px-2 pt-1 pb-3 font-[640] tracking-tight">
        <Coin className="size-5" />
        Farthing
      </Link>
      {recordPlaces(view.contacts, view.nouns)
        .filter(({ act }) => !act || view.may.includes(act))
        .map((place) => (
          <Fragment key={place.to}>
            <SideLink place={place} />
            <Pinned views={view.pinned.filter(({ plural }) => place.to === paths.records(plural))} />
          </Fragment>
        ))}
      <Link
        to={paths.teams()}
        title="Your teams"
        className="mt-2.5 flex min-w-0 items-center gap-1 rounded-md px-2 py-1 text-[11px] text-ink-3 hover:text-ink"
      >
        <span className="truncate">{view.teamName}</span>
        <ChevronsUpDown size={12} aria-hidden="true" className="flex-none" />
        <span className="sr-only">Your teams</span>
      </Link>
      {teamPlaces.map((place) => (
        <SideLink key={place.to} place={place} />
      ))}
      {view.operator ? <SideLink place={{ to: paths.operator(), words: "Operator", icon: Wrench }} /> : null}
      <SideLink place={helpPlace} />
      <PostForm action={paths.signOut()} className="mt-auto">
        <button type="submit" className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-ink-2 hover:text-ink">
          <LogOut size={16} aria-hidden="true" />
          Sign out
        </button>
      </PostForm>
    </nav>
  );
}

function Top({ view }: { view: ShellView }) {
  const words = view.balance === null ? "We can’t reach your credits" : `${countWords(view.balance, "credit")} left`;
  return (
    <header className="sticky top-0 z-10 flex h-12 items-center gap-3 border-b border-line bg-ground px-5 max-md:px-4">
      <Palette nouns={view.nouns} />
      <Link
        to={paths.credits()}
        aria-label={words}
        className="ml-auto flex h-8 items-center gap-2 rounded-full border border-line bg-surface px-2.5 font-[560] whitespace-nowrap tabular-nums"
      >
        <Coin />
        <span data-testid="balance">{view.balance === null ? "–" : view.balance.toLocaleString("en")}</span>
        <span className="text-xs font-normal text-ink-3 max-md:hidden">credits</span>
      </Link>
      <Link to={paths.settings()} aria-label="Settings" className="max-md:hidden">
        <Avatar name={view.memberName} />
      </Link>
    </header>
  );
}

const tabLook = ({ isActive }: { isActive: boolean }) =>
  `grid min-h-14 place-items-center content-center gap-0.5 text-[11px] ${isActive ? "text-accent" : "text-ink-3"}`;

function TabBar({ nouns }: Pick<ShellView, "nouns">) {
  const may = useMay();
  const [first] = recordPlaces(0, nouns).slice(1);
  const tabs = [
    [paths.contacts(), "Contacts", Users],
    ...(may("record.add") ? ([[paths.newContact(), "Add", Plus]] as const) : []),
    ...(first ? ([[first.to, first.words, first.icon]] as const) : []),
    [paths.credits(), "Credits", CircleDollarSign],
    [paths.settings(), "Settings", Settings],
  ] as const;
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 grid auto-cols-fr grid-flow-col border-t border-line bg-surface md:hidden"
    >
      {tabs.map(([to, words, Icon]) => (
        <NavLink key={to} to={to} end={to === paths.contacts()} className={tabLook}>
          <Icon size={18} aria-hidden="true" />
          {words}
        </NavLink>
      ))}
    </nav>
  );
}

function ConfirmAddress() {
  return (
    <PostForm
      action={paths.verify()}
      className="mb-4 flex flex-wrap items-center gap-2 rounded-lg border border-accent bg-accent-wash px-3 py-2"
    >
      <span className="mr-auto">
        <b className="font-semibold">Confirm your e-mail address</b> and 25 welcome credits are yours.
      </span>
      <button type="submit" className="min-h-6 underline underline-offset-3">
        Resend the e-mail
      </button>
    </PostForm>
  );
}

function Leaving({ day }: { day: string }) {
  return (
    <p className="mb-4 flex flex-wrap items-center gap-2 rounded-lg border border-warn bg-warn-wash px-3 py-2">
      <span className="mr-auto">
        <b className="font-semibold">This team is deactivated</b> and will be deleted for good on {day}. Until then you can view and export
        everything.
      </span>
      <Link to={paths.leave()} className="min-h-6 underline underline-offset-3">
        Reactivate
      </Link>
    </p>
  );
}

export function Shell({ view, children }: { view: ShellView; children: ReactNode }) {
  return (
    <MayContext.Provider value={view.may}>
      <OfTeamContext.Provider value={view.teamId}>
        <div className="grid min-h-dvh md:grid-cols-[216px_minmax(0,1fr)] max-md:pb-[60px]">
          <a
            href="#main"
            className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-40 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
          >
            Skip to content
          </a>
          <Side view={view} />
          <div className="min-w-0">
            <Top view={view} />
            <main id="main" className="max-w-[1240px] p-5 max-md:p-4">
              {view.purgeDay ? <Leaving day={view.purgeDay} /> : null}
              {view.verified ? null : <ConfirmAddress />}
              <ReadOnlyContext.Provider value={view.purgeDay !== null}>{children}</ReadOnlyContext.Provider>
            </main>
            <Foot narrow />
          </div>
          <TabBar nouns={view.nouns} />
          {view.toast ? <Toast key={view.toast.text} toast={view.toast} /> : null}
        </div>
      </OfTeamContext.Provider>
    </MayContext.Provider>
  );
}
