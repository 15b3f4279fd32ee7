import { Action, Hello, Layout, Words } from "./layout";

export const subject = () => "Choose a new password";

export function Reset({ name, url }: { name: string; url: string }) {
  return (
    <Layout preview="A link to choose a new password, for one hour.">
      <Hello name={name} />
      <Words>Somebody, hopefully you, asked for a new password. The link works once, for one hour.</Words>
      <Action href={url}>Choose a new password</Action>
      <Words>If it was not you, ignore this mail: your password stays as it is.</Words>
    </Layout>
  );
}
