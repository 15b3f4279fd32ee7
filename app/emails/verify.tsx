import { Action, Hello, Layout, Words } from "./layout";

export const subject = () => "Confirm your e-mail address";

export function Verify({ name, url }: { name: string; url: string }) {
  return (
    <Layout preview="One click, and 25 welcome credits are yours.">
      <Hello name={name} />
      <Words>Please confirm that this address is yours. Your 25 welcome credits are added at once; they last 90 days.</Words>
      <Action href={url}>Confirm my address</Action>
      <Words>The link works once and expires in three days. If you didn’t open an account, you can ignore this e-mail.</Words>
    </Layout>
  );
}
