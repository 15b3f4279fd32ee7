import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  url: string;
}

export const subject = () => "Confirm your new address";

export function EmailConfirm({ name, url }: Props) {
  return (
    <Layout preview="You’ll sign in with it from then on.">
      <Hello name={name} />
      <Words>Someone who is signed in to your account wants to use this address from now on. The link works for a day.</Words>
      <Action href={url}>Confirm the new address</Action>
      <Words>If this wasn’t you, do nothing: nothing will change.</Words>
    </Layout>
  );
}
