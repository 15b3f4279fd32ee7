import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  amount: string;
  card: string;
  off: number;
  url: string;
}

export const subject = ({ off }: Props) => (off ? "Auto top-up is off: the card was declined" : "Auto top-up: the card was declined");

export function TopUpDeclined({ name, amount, card, off, url }: Props) {
  return (
    <Layout preview="No money was taken, and no credits were added.">
      <Hello name={name} />
      <Words>
        Your {card} was declined for {amount}. No money was taken and no credits were added.{" "}
        {off
          ? "It was the third time, so auto top-up is off until you turn it on again."
          : "We’ll try again in an hour if it’s still needed."}
      </Words>
      <Action href={url}>Choose another card</Action>
    </Layout>
  );
}
