// What a list says where there is nothing to show, and how it goes on below.
import { Link } from "@remix-run/react";
import { paths } from "../../web/paths";
import { capital } from "../records/cardView";
import { ButtonLink } from "../ui/Button";
import { IfMay } from "../ui/may";
import { Empty } from "../ui/parts";
import type { ListPageView } from "./listView";

/** Who begins a team does not have to begin alone. */
const Inviting = () => (
  <IfMay act="member.invite">
    <ButtonLink kind="bare" to={paths.members()}>
      Invite your team
    </ButtonLink>
  </IfMay>
);

export function Nothing({ of, state, from, filtered, lookedAt, total, price }: ListPageView) {
  const { many, one } = of.words;
  if (filtered && from === "lists")
    return lookedAt ? (
      <Empty title="Nothing so far" words={`None of the first ${lookedAt.toLocaleString("en")} matches. Keep looking below.`} />
    ) : (
      <Empty
        title={`No ${many} match`}
        words={`Try fewer letters or fewer conditions. ${capital(many)} in the trash aren’t searched here.`}
      >
        <ButtonLink to={paths.records(of.plural, { view: state.view ? "all" : undefined })}>Show all</ButtonLink>
      </Empty>
    );
  if (from === "restricted")
    return (
      <Empty
        title={`No restricted ${many}`}
        words={`${capital(many)} whose data is kept but not used appear here, and in no other list.`}
      />
    );
  if (from === "trash")
    return <Empty title="The trash is empty" words={`${capital(many)} moved here stay for 30 days and can be restored, free.`} />;
  const seenWords = lookedAt ? "Nothing on this page" : `No ${many} that you see yet`;
  return (
    <Empty
      title={
        total === null
          ? seenWords
          : total > 0
            ? "Nothing on this page"
            : of.noun === "contact"
              ? "Bring in your contacts"
              : `No ${many} yet`
      }
      words={of.words.empty}
    >
      <IfMay act="import.make">
        <ButtonLink kind="go" to={paths.imports(of.noun === "contact" ? {} : { of: of.noun })}>
          Import {many}
        </ButtonLink>
      </IfMay>
      <IfMay act="record.add">
        <ButtonLink to={paths.newRecord(of.plural)} cost={price}>
          {of.noun === "contact" ? "Add one by hand" : `Add ${one}`}
        </ButtonLink>
      </IfMay>
      {of.noun === "contact" && total === 0 ? <Inviting /> : null}
    </Empty>
  );
}

export function Pages({ of, state, next, isFirst, lookedAt }: ListPageView) {
  return (
    <nav aria-label="Pages" className="mt-3 flex flex-wrap items-center justify-between gap-2">
      {isFirst ? (
        <span />
      ) : (
        <Link to={paths.records(of.plural, state)} className="py-1 underline underline-offset-3">
          First page
        </Link>
      )}
      {lookedAt ? (
        <span className="text-xs text-ink-3">
          Looked through {lookedAt.toLocaleString("en")} {of.words.many}; there are more.
        </span>
      ) : null}
      {next ? (
        <Link to={paths.records(of.plural, { ...state, after: next })} className="py-1 underline underline-offset-3">
          {lookedAt ? "Keep looking" : "Next page"}
        </Link>
      ) : null}
    </nav>
  );
}
