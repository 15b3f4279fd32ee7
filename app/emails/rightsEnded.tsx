import { Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  what: string;
  outcome: string;
}

export const subject = () => "Your request has been answered";

export function RightsEnded({ name, what, outcome }: Props) {
  return (
    <Layout preview={outcome}>
      <Hello name={name} />
      <Words>You asked for {what}.</Words>
      <Words>{outcome}</Words>
      <Words>If you’re not satisfied, write to the address below, or complain to the data protection authority where you live.</Words>
    </Layout>
  );
}
