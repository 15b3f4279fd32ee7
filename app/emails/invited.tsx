import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  by: string;
  days: number;
  url: string;
}

export const subject = ({ by }: Props) => `${by} invited you to their team`;

export function Invited({ name, by, days, url }: Props) {
  return (
    <Layout preview={`Join within ${days} days.`}>
      <Hello name={name} />
      <Words>{by} has invited you to work in their team in Farthing, a CRM that charges for what you do instead of per seat.</Words>
      <Words>The link works once, for {days} days, and only for this address.</Words>
      <Action href={url}>See the invitation</Action>
      <Words>If you don’t know them, ignore this e-mail: nothing happens.</Words>
    </Layout>
  );
}
