import { Action, Hello, Layout, Words } from "./layout";

export const subject = ({ credits }: { credits: number }) => `Your receipt: ${credits} credits`;

export function Receipt(props: { name: string; credits: number; amount: string; balance: number; receiptUrl: string; url: string }) {
  const { name, credits, amount, balance, receiptUrl, url } = props;
  return (
    <Layout preview={`${credits} credits for ${amount}.`}>
      <Hello name={name} />
      <Words>
        Thank you: {credits} credits for {amount} are yours, and they never expire. Your team has {balance} credits now.
      </Words>
      <Action href={receiptUrl || url}>{receiptUrl ? "See Stripe’s receipt" : "See your purchases"}</Action>
    </Layout>
  );
}
