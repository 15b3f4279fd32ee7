import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  month: string;
  spent: number;
  bought: number;
  balance: number;
  head: string;
  url: string;
}

export const subject = ({ month }: Props) => `Your statement of ${month}`;

export function MonthlyStatement({ name, month, spent, bought, balance, head, url }: Props) {
  return (
    <Layout preview={`${spent} credits spent, ${bought} added.`}>
      <Hello name={name} />
      <Words>
        In {month} your team spent {spent} credits and {bought} were added. {balance} were left at its end.
      </Words>
      <Words>
        The last line of the journal had the fingerprint {head || "of an empty journal"}. Whoever keeps this mail can prove later that
        nothing before it was changed.
      </Words>
      <Action href={url}>See the statement</Action>
    </Layout>
  );
}
