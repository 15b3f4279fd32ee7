import { Action, Hello, Layout, Words } from "./layout";

export const subject = () => "Choose a new password";

export function Reset({ name, url }: { name: string; url: string }) {
  return (
    <Layout preview="Use this link within one hour to choose a new password.">
      <Hello name={name} />
      <Words>Someone, hopefully you, asked for a new password. The link works once and expires in one hour.</Words>
      <Action href={url}>Choose a new password</Action>
      <Words>If it wasn’t you, ignore this e-mail. Your password stays as it is.</Words>
    </Layout>
  );
}
