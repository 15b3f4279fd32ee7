import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  policy: string;
  day: string;
  change: string;
  url: string;
}

export const subject = ({ policy }: Props) => `A new version of our ${policy}`;

export function PolicyChanged({ name, policy, day, change, url }: Props) {
  return (
    <Layout preview={change}>
      <Hello name={name} />
      <Words>
        We’ve changed our {policy}. The new version takes effect on {day}. Here is what’s different:
      </Words>
      <Words>{change}</Words>
      <Action href={url}>Read it</Action>
      <Words>Older versions stay readable on the same page. If you don’t agree, you can take everything with you and leave, free.</Words>
    </Layout>
  );
}
