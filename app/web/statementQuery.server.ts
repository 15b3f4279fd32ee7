// Which lines of the statement an address asks for; every odd value is taken as none.
import { TZDate } from "@date-fns/tz";
import { monthAround, monthNamed } from "../domain/core/dates";
import { actions } from "../domain/core/prices";
import type { StatementFilter } from "../domain/credits/statement";
import type { MemberContext } from "./guard.server";
import type { StatementQuery } from "./paths";

const MONTHS = 24;

export function readStatementQuery(member: MemberContext, url: URL) {
  const { timeZone } = member.team;
  const get = (name: string) => url.searchParams.get(name) || undefined;
  const month = monthNamed(get("month") ?? "", timeZone);
  const before = Number(get("before")) || null;
  const action = actions.find((one) => one === get("action"));
  const query: StatementQuery = { before, month: month?.name, action, member: get("member") };
  const filter: StatementFilter = { from: month?.from, to: month?.to, action, memberId: get("member") };
  // None before the team was there.
  const all = Array.from({ length: MONTHS }, (_, n) => monthAround(member.now, timeZone, -n));
  const months = all.filter(({ to }) => to > member.team.createdAt).map(({ name }) => name);
  return { query, filter, span: month ?? monthAround(member.now, timeZone), months };
}

/** A moment as typed into a date-and-time field, in the team's time zone; null for none. */
export function momentOf(text: string | null, timeZone: string): number | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/
    .exec(text ?? "")
    ?.slice(1)
    .map(Number);
  if (!parts) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = parts;
  const at = +new TZDate(year, month - 1, day, hour, minute, timeZone);
  return Number.isFinite(at) ? at : null;
}
