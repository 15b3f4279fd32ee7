import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  amount: string;
  of: string;
  balance: number;
  url: string;
}

export const subject = ({ amount }: Props) => `Refunded: ${amount}`;

export function Refund({ name, amount, of, balance, url }: Props) {
  return (
    <Layout preview={`${amount} of ${of} go back to your card.`}>
      <Hello name={name} />
      <Words>
        {amount} of the {of} you paid go back to the card you paid with; banks take five to ten days to show it. Their share of the credits
        was taken back. Your team has {balance} credits now.
      </Words>
      <Action href={url}>See your purchases</Action>
    </Layout>
  );
}
