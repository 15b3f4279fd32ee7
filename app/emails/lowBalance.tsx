import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  balance: number;
  daysLeft: number;
  url: string;
}

export const subject = ({ balance }: Props) => `${balance} credits are left`;

export function LowBalance({ name, balance, daysLeft, url }: Props) {
  return (
    <Layout preview={`${balance} credits are left.`}>
      <Hello name={name} />
      <Words>
        your team has {balance} credits left
        {daysLeft >= 0 ? `: about ${daysLeft} ${daysLeft === 1 ? "day" : "days"} at the pace of the last month` : ""}. You asked to be told;
        you are told again only after it has recovered.
      </Words>
      <Action href={url}>Buy credits</Action>
    </Layout>
  );
}
