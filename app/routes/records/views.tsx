import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { capital } from "../../components/records/cardView";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Errors, inputLook } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, Chip, Empty, PageHead } from "../../components/ui/parts";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { changeView, dropView, keepViewAt, readViews, saveView, VIEWS_MAX, ViewName, type ViewOutcome } from "../../domain/records/views";
import { readPosted } from "../../web/body.server";
import { readForm } from "../../web/form.server";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { keptQuery, requireNoun } from "../../web/records/lists.server";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${capital(data?.of.words.one ?? "")} views - Farthing` }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const noun = requireNoun(args.request);
  const views = (await readViews(member)).filter((view) => view.noun === noun.noun);
  return json({
    of: { plural: noun.plural, words: noun.words },
    views: views.map(({ id, name, shared, pinned, isDefault, memberId }) => ({
      ...{ id, name, shared, pinned, isDefault },
      mayChange: can(member, "view.change", { memberId }),
    })),
  });
}

const On = z.literal("on").optional();
const Id = z.string().min(1).max(40);
const Query = z.string().max(8_000);
const Input = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("save"), name: ViewName, query: Query, shared: On, pinned: On }),
  z.object({ intent: z.literal("update"), id: Id, query: Query }),
  z.object({ intent: z.literal("rename"), id: Id, name: ViewName, shared: On }),
  z.object({ intent: z.enum(["pin", "unpin", "default", "usual", "remove"]), id: Id }),
]);
type Input = z.infer<typeof Input>;

/** Only what a list understands is kept. */
const kept = (query: string) => keptQuery(new URLSearchParams(query)).toString();

type Member = Awaited<ReturnType<typeof requireMember>>;

async function run(member: Member, noun: string, data: Input): Promise<ViewOutcome> {
  switch (data.intent) {
    case "save": {
      const made = await saveView(member, { noun, name: data.name, shared: data.shared === "on", query: kept(data.query) });
      return made.kind === "done" && data.pinned === "on" ? keepViewAt(member, made.id, { pinned: true }) : made;
    }
    case "update":
      return changeView(member, data.id, { query: kept(data.query) });
    case "rename":
      return changeView(member, data.id, { name: data.name, shared: data.shared === "on" });
    case "remove":
      return dropView(member, data.id);
    case "pin":
    case "unpin":
      return keepViewAt(member, data.id, { pinned: data.intent === "pin" });
    default:
      return keepViewAt(member, data.id, { isDefault: data.intent === "default" });
  }
}

const said = {
  save: "View saved.",
  update: "View saved.",
  rename: "Saved.",
  remove: "View deleted.",
  pin: "It’s in the sidebar now.",
} as Record<string, string>;

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const noun = requireNoun(args.request);
  const read = readForm(Input, await readPosted(args.request, Input));
  if (!("data" in read))
    return json({ problem: Object.values(read.wrong)[0] ?? "Check the form.", id: read.typed.id ?? "" }, { status: 400 });
  const { data } = read;
  const outcome = await run(member, noun.noun, data);
  if (outcome.kind !== "done") {
    const words = {
      missing: "This view is gone.",
      full: `There can be at most ${VIEWS_MAX} views. Delete one first.`,
      "too-long": "This filter is too long to be saved. Take out some values.",
      taken: "A view with this name already exists.",
      "not-allowed": outcome.kind === "not-allowed" ? notAllowedWords(outcome) : "",
    };
    const status = { missing: 404, full: 409, taken: 409, "too-long": 400, "not-allowed": 403 }[outcome.kind];
    return json({ problem: words[outcome.kind], id: "id" in data ? data.id : "" }, { status });
  }
  const isShown = data.intent === "save" || data.intent === "update";
  const to = isShown ? paths.records(noun.plural, { view: outcome.id }) : paths.views(noun.plural);
  return redirectWith(member, to, { text: said[data.intent] ?? "Saved.", tone: "good" });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type View = Data["views"][number];

/** Its name and whom it is for, where this member may change them. */
function NameForm({ view: { id, name, shared, mayChange } }: { view: View }) {
  if (!mayChange)
    return (
      <p className="flex flex-wrap items-center gap-2">
        <span className="mr-auto">{name}</span>
        <Chip>shared</Chip>
      </p>
    );
  return (
    <PostForm className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="id" value={id} />
      <input
        name="name"
        defaultValue={name}
        aria-label={`Name of ${name}`}
        maxLength={40}
        required
        className={`${inputLook} min-w-40 flex-1`}
      />
      <label className="flex min-h-9 items-center gap-2">
        <input type="checkbox" name="shared" defaultChecked={shared} className="size-4 accent-accent" /> Shared
      </label>
      <Button name="intent" value="rename" aria-label={`Save ${name}`}>
        Save
      </Button>
    </PostForm>
  );
}

function Line({ of, view, problem }: { of: Data["of"]; view: View; problem: string | null }) {
  const { id, name, pinned, isDefault, mayChange } = view;
  return (
    <li className="grid grid-cols-1 gap-2 border-b border-line px-4 py-3 last:border-0">
      <NameForm view={view} />
      <PostForm className="flex flex-wrap items-center gap-2">
        <input type="hidden" name="id" value={id} />
        <ButtonLink kind="bare" to={paths.records(of.plural, { view: id })} aria-label={`Open ${name}`}>
          Open
        </ButtonLink>
        <Button kind="bare" name="intent" value={pinned ? "unpin" : "pin"}>
          {pinned ? "Remove from the sidebar" : "Show in the sidebar"}
        </Button>
        <Button kind="bare" name="intent" value={isDefault ? "usual" : "default"}>
          {isDefault ? "Don’t open by default" : "Open by default"}
        </Button>
        {mayChange ? (
          <Button kind="bad" name="intent" value="remove" aria-label={`Delete ${name}`}>
            Delete
          </Button>
        ) : null}
      </PostForm>
      <Errors id={`view-${id}`} errors={problem ? [problem] : undefined} />
    </li>
  );
}

export default function Views() {
  const { of, views } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title={`${capital(of.words.one)} views`}>
        <ButtonLink to={paths.records(of.plural)}>Back to {of.words.many}</ButtonLink>
      </PageHead>
      <Errors id="views" errors={answer && !views.some(({ id }) => id === answer.id) ? [answer.problem] : undefined} />
      <Card className="max-w-2xl">
        {views.length === 0 ? (
          <Empty title="No views yet" words={`Filter or sort the list of ${of.words.many}, choose its columns, and save it under a name.`}>
            <Link to={paths.records(of.plural)} className="underline underline-offset-3">
              {capital(of.words.many)}
            </Link>
          </Empty>
        ) : (
          <ul>
            {views.map((view) => (
              <Line key={view.id} of={of} view={view} problem={answer?.id === view.id ? answer.problem : null} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}
