import { countWords } from "../components/ui/words";
import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  team: string;
  day: string;
  days: number;
  credits: number;
  url: string;
}

export const subject = ({ team, days }: Props) =>
  days === 0 ? `${team} is deactivated` : `${team} will be deleted for good in ${countWords(days, "day")}`;

export function TeamDeactivated({ name, team, day, days, credits, url }: Props) {
  return (
    <Layout preview={`Everything will be deleted for good on ${day}, unless you come back before then.`}>
      <Hello name={name} />
      <Words>
        {days === 0
          ? `Your team ${team} is deactivated, as you asked. Nothing is charged or changed anymore. Until ${day}, you can view and export everything, and come back with one click.`
          : `Your team ${team} and everything in it will be deleted for good on ${day}. Until then, you can export it all, or come back.`}
      </Words>
      <Words>
        {credits > 0
          ? `${countWords(credits, "credit")} left. Credits are still there if you come back; otherwise they are deleted with the team.`
          : ""}
      </Words>
      <Action href={url}>Export, or come back</Action>
    </Layout>
  );
}
