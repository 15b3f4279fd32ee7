import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Errors, inputLook, Labelled, TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, PageHead } from "../../components/ui/parts";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { changeTeam, requireSecond } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { readForm } from "../../web/form.server";
import { type MemberContext, requireMember, requirePerson, requireRecent } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { countries, timeZones } from "../../web/places.server";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Team - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const { name, businessName, defaultCountry, timeZone } = member.team;
  return json({
    team: { name, businessName, defaultCountry, timeZone },
    mayChange: can(member, "team.change"),
    mayLeave: can(member, "team.leave"),
    secondRequired: member.team.secondRequiredAt !== null,
    countries: countries(),
    timeZones: timeZones(timeZone),
  });
}

const Input = z.object({
  name: z.string().trim().min(1, "Enter a name").max(100, "At most 100 characters"),
  businessName: z.string().trim().max(150, "At most 150 characters").default(""),
  defaultCountry: z.string().regex(/^[A-Z]{2}$/, "Choose a country"),
  timeZone: z
    .string()
    .max(60)
    .refine((zone) => timeZones(zone).includes(zone), "There is no such time zone"),
});

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const form = await readPosted(args.request, Input, "intent");
  if (form.get("intent") === "second") return askForSecond(args, member, form.get("name") === "on");
  const read = readForm(Input, form);
  if (!("data" in read)) return json(read, { status: 400 });
  const outcome = await changeTeam(member, read.data);
  if (outcome.kind === "not-allowed")
    return json(
      { wrong: { form: notAllowedWords(outcome) } as Record<string, string>, typed: {} as Record<string, string> },
      { status: 403 },
    );
  return redirectWith(member, paths.team(), { text: "Saved.", tone: "good" });
}

async function askForSecond(args: ActionFunctionArgs, member: MemberContext, on: boolean) {
  await requireRecent(args);
  const { session } = await requirePerson(args);
  const outcome = await requireSecond(member, on, session.asker.user.secondSince);
  const wrong = (words: string, status: number) =>
    json({ wrong: { second: words } as Record<string, string>, typed: {} as Record<string, string> }, { status });
  if (outcome.kind === "not-allowed") return wrong(notAllowedWords(outcome), 403);
  if (outcome.kind === "none") return wrong("Turn on your own second factor first.", 409);
  return redirectWith(member, paths.team(), {
    text: on ? "Members without a second factor are asked for one." : "The second factor is each member’s choice.",
    tone: "good",
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Places({ data, typed }: { data: Data; typed: Record<string, string> }) {
  return (
    <>
      <Labelled id="country" label="Country" hint="Phone numbers without a country code are treated as numbers from this country.">
        <select id="country" name="defaultCountry" defaultValue={typed.defaultCountry ?? data.team.defaultCountry} className={inputLook}>
          {data.countries.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="time-zone" label="Time zone">
        <select id="time-zone" name="timeZone" defaultValue={typed.timeZone ?? data.team.timeZone} className={inputLook}>
          {data.timeZones.map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </select>
      </Labelled>
    </>
  );
}

function AskForSecond({ on, wrong }: { on: boolean; wrong?: string }) {
  return (
    <Card>
      <CardHead title="Second factor" />
      <PostForm className="grid justify-items-start gap-3 p-4">
        <p className="text-ink-2">
          {on
            ? "Only members who sign in with a code from an authenticator app are let in."
            : "Let in only members who sign in with a code from an authenticator app, besides their password."}
        </p>
        <input type="hidden" name="name" value={on ? "off" : "on"} />
        <Errors id="second-error" errors={wrong ? [wrong] : undefined} />
        <div className="flex flex-wrap items-center gap-3">
          <Button name="intent" value="second">
            {on ? "Make it optional" : "Require a second factor"}
          </Button>
          <Link to={paths.ownSecond()} className="py-1 underline underline-offset-3">
            Your own second factor
          </Link>
        </div>
      </PostForm>
    </Card>
  );
}

function End() {
  return (
    <Card>
      <CardHead title="End the team" />
      <div className="grid justify-items-start gap-3 p-4">
        <p className="text-ink-2">Export everything and deactivate the team. You can come back for 30 days.</p>
        <ButtonLink to={paths.leave()}>Deactivate the team</ButtonLink>
      </div>
    </Card>
  );
}

export default function TeamPage() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [wrong, typed] = [answer?.wrong ?? {}, answer?.typed ?? {}];
  const others = [wrong.form, wrong.defaultCountry, wrong.timeZone].filter((one) => one !== undefined);
  return (
    <>
      <PageHead title="Team" />
      <div className="grid max-w-2xl gap-3">
        <Card>
          <PostForm className="grid gap-3 p-4">
            <TextField
              name="name"
              label="Team name"
              defaultValue={typed.name ?? data.team.name}
              required
              maxLength={100}
              error={wrong.name}
            />
            <TextField
              name="businessName"
              label="Business name"
              defaultValue={typed.businessName ?? data.team.businessName}
              maxLength={150}
              hint="Shown on receipts, unless you give another name on Stripe’s page."
              error={wrong.businessName}
            />
            <Places data={data} typed={typed} />
            <Errors id="team-error" errors={others} />
            {data.mayChange ? (
              <div>
                <Button>Save team details</Button>
              </div>
            ) : (
              <p className="text-ink-3">Only the team’s owner can change these.</p>
            )}
          </PostForm>
        </Card>
        {data.mayChange ? <AskForSecond on={data.secondRequired} wrong={wrong.second} /> : null}
        {data.mayLeave ? <End /> : null}
      </div>
    </>
  );
}
