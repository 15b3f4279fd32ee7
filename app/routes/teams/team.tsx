import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Errors, inputLook, Labelled, TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, PageHead } from "../../components/ui/parts";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { changeTeam } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { readForm } from "../../web/form.server";
import { requireMember } from "../../web/guard.server";
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
  const read = readForm(Input, await readPosted(args.request, Input));
  if (!("data" in read)) return json(read, { status: 400 });
  const outcome = await changeTeam(member, read.data);
  if (outcome.kind === "not-allowed")
    return json(
      { wrong: { form: notAllowedWords(outcome) } as Record<string, string>, typed: {} as Record<string, string> },
      { status: 403 },
    );
  return redirectWith(member, paths.team(), { text: "Saved.", tone: "good" });
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
        {data.mayLeave ? <End /> : null}
      </div>
    </>
  );
}
