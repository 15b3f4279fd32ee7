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
        Auto top-up tried to charge {amount} to your {card}, and your bank wants you to confirm it yourself. No money has been taken yet.
        After you sign in, the link takes you to Stripe’s page.
      </Words>
      <Action href={url}>Confirm the payment</Action>
    </Layout>
  );
}
