import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  url: string;
}

export const subject = () => "A new address for your account was requested";

export function EmailAsked({ name, url }: Props) {
  return (
    <Layout preview="If this wasn’t you, you can stop it.">
      <Hello name={name} />
      <Words>Someone signed in to your account asked to use another e-mail address for it. They can confirm it within a day.</Words>
      <Words>If this was you, there’s nothing to do here. If it wasn’t, stop it. That cancels the change and signs everyone out.</Words>
      <Action href={url}>Stop the change</Action>
    </Layout>
  );
}
