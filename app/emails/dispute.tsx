import { countWords } from "../components/ui/words";
import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  amount: string;
  taken: number;
  balance: number;
  url: string;
}

export const subject = ({ amount, taken }: Props) =>
  taken ? `A payment of ${amount} is disputed` : `The dispute about ${amount} has ended`;

export function Dispute({ name, amount, taken, balance, url }: Props) {
  return (
    <Layout preview={taken ? "Its credits were taken back." : "Its credits are back."}>
      <Hello name={name} />
      <Words>
        {taken
          ? `The bank took back a payment of ${amount} because the cardholder disputes it. Its credits were taken back, and auto top-up is off until you turn it on again. If this was a mistake, tell your bank: if the dispute is withdrawn, the credits come back automatically.`
          : `The bank gave back the payment of ${amount}, so its credits are yours again.`}{" "}
        Your team has {countWords(balance, "credit")} now.
      </Words>
      <Action href={url}>See your credits</Action>
    </Layout>
  );
}
