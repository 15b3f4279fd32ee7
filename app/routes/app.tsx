import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { Outlet, useLoaderData } from "@remix-run/react";
import { Shell } from "../components/frame/Shell";
import { dateWords } from "../components/ui/Time";
import { permissionsOf } from "../domain/core/permissions";
import { readBalance } from "../domain/credits/credits";
import { cards, findNoun } from "../domain/modules";
import { readViews } from "../domain/records/views";
import { countOf, readCounters } from "../domain/teams/members";
import { findAsking, isOperator, requireMember } from "../web/guard.server";
import { takeToast } from "../web/toast.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const [balance, counters, views, { toast, clear }] = await Promise.all([
    readBalance(member),
    readCounters(member),
    readViews(member),
    takeToast(member, args.request),
  ]);
  const headers = new Headers();
  const prolonged = (await findAsking(args))?.session.cookie;
  if (prolonged) headers.append("Set-Cookie", prolonged);
  if (clear) headers.append("Set-Cookie", clear);
  const view = {
    teamId: member.team.id,
    teamName: member.team.name,
    memberName: member.member.name,
    verified: member.verified,
    balance: balance?.free ?? null,
    contacts: countOf(member, counters, "contacts") ?? undefined,
    nouns: cards.map(({ noun, plural, words: { one, many } }) => ({
      noun,
      plural,
      words: { one, many },
      count: countOf(member, counters, plural) ?? undefined,
    })),
    pinned: views.flatMap(({ id, name, noun, pinned }) => {
      const plural = findNoun(noun)?.plural;
      return pinned && plural ? [{ id, name, plural }] : [];
    }),
    may: permissionsOf(member.member),
    operator: isOperator(member),
    purgeDay: member.team.purgeAt ? dateWords(member.team.purgeAt, member.team.timeZone, false) : null,
    toast,
  };
  return json(view, { headers });
}

export default function App() {
  const view = useLoaderData<typeof loader>();
  return (
    <Shell view={view}>
      <Outlet />
    </Shell>
  );
}
