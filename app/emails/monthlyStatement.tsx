import { countWords } from "../components/ui/words";
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

export const subject = ({ month }: Props) => `Your statement for ${month}`;

export function MonthlyStatement({ name, month, spent, bought, balance, head, url }: Props) {
  return (
    <Layout preview={`${countWords(spent, "credit")} spent, ${bought.toLocaleString("en")} added.`}>
      <Hello name={name} />
      <Words>
        In {month} your team spent {countWords(spent, "credit")} and added {bought.toLocaleString("en")}. At the end of the month it had{" "}
        {countWords(balance, "credit")}.
      </Words>
      <Words>
        The last line of the ledger had the fingerprint {head || "of an empty ledger"}. Anyone who keeps this e-mail can prove later that
        nothing before it was changed.
      </Words>
      <Action href={url}>See the statement</Action>
    </Layout>
  );
}
