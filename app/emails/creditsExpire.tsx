import { countWords } from "../components/ui/words";
import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  credits: number;
  days: number;
  day: string;
  url: string;
}

export const subject = ({ credits, days }: Props) =>
  `${countWords(credits, "credit")} ${credits === 1 ? "expires" : "expire"} in ${countWords(days, "day")}`;

export function CreditsExpire({ name, credits, day, url }: Props) {
  return (
    <Layout preview={`On ${day}. Credits you bought never expire.`}>
      <Hello name={name} />
      <Words>
        {credits} of your team’s credits were given, not bought, and expire on {day}. They are spent first, before any credits you bought.
        Credits you bought never expire.
      </Words>
      <Action href={url}>See your credits</Action>
    </Layout>
  );
}
