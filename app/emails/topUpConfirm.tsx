import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  amount: string;
  card: string;
  url: string;
}

export const subject = ({ amount }: Props) => `Your bank wants you to confirm ${amount}`;

export function TopUpConfirm({ name, amount, card, url }: Props) {
  return (
    <Layout preview="Auto top-up is waiting for you.">
      <Hello name={name} />
      <Words>
        Auto top-up wanted to charge {amount} to your {card}, and your bank asks you to confirm it yourself. No money was taken yet. The
        link leads to Stripe’s page, after you have signed in.
      </Words>
      <Action href={url}>Confirm the payment</Action>
    </Layout>
  );
}
