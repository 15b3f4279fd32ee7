import { countWords } from "../components/ui/words";
import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  balance: number;
  daysLeft: number;
  url: string;
}

export const subject = ({ balance }: Props) => `${countWords(balance, "credit")} left`;

export function LowBalance({ name, balance, daysLeft, url }: Props) {
  return (
    <Layout preview={`${countWords(balance, "credit")} left.`}>
      <Hello name={name} />
      <Words>
        Your team has {countWords(balance, "credit")} left
        {daysLeft >= 0 ? `: about ${countWords(daysLeft, "day")} at the pace of the last month` : ""}. You asked for this alert; you won’t
        get another until the balance has recovered.
      </Words>
      <Action href={url}>Buy credits</Action>
    </Layout>
  );
}
