import { countWords } from "../components/ui/words";
import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  amount: string;
  of: string;
  balance: number;
  paused: number;
  url: string;
}

export const subject = ({ amount }: Props) => `Refunded: ${amount}`;

export function Refund({ name, amount, of, balance, paused, url }: Props) {
  return (
    <Layout preview={`We’ve refunded ${amount} of ${of} to your card.`}>
      <Hello name={name} />
      <Words>
        We’ve refunded {amount} of the {of} you paid to your card. Banks take five to ten days to show it. We took back that share of the
        credits, so your team now has {countWords(balance, "credit")}.
      </Words>
      {paused === 1 ? <Words>Auto top-up is paused, so the refund isn’t charged again. You can turn it back on at any time.</Words> : null}
      <Action href={url}>See your purchases</Action>
    </Layout>
  );
}
