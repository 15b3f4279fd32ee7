import { Action, Hello, Layout, Words } from "./layout";

export const subject = () => "Your payment did not go through";

export function PaymentFailed({ name, credits, amount, url }: { name: string; credits: number; amount: string; url: string }) {
  return (
    <Layout preview="No money was taken, and no credits were added.">
      <Hello name={name} />
      <Words>
        Your bank declined {amount} for {credits} credits. No money was taken and no credits were added.
      </Words>
      <Action href={url}>Try again</Action>
    </Layout>
  );
}
