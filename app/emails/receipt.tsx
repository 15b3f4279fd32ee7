import { countWords } from "../components/ui/words";
import { Action, Hello, Layout, Words } from "./layout";

export const subject = ({ credits }: { credits: number }) => `Your receipt: ${credits} credits`;

export function Receipt(props: { name: string; credits: number; amount: string; balance: number; receiptUrl: string; url: string }) {
  const { name, credits, amount, balance, receiptUrl, url } = props;
  return (
    <Layout preview={`${countWords(credits, "credit")} for ${amount}.`}>
      <Hello name={name} />
      <Words>
        Thank you: {countWords(credits, "credit")} for {amount} are yours, and they never expire. Your team now has{" "}
        {countWords(balance, "credit")}.
      </Words>
      <Action href={receiptUrl || url}>{receiptUrl ? "See Stripe’s receipt" : "See your purchases"}</Action>
    </Layout>
  );
}
