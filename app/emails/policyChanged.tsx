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
        We changed our {policy}. The new version is in force from {day}. What is different:
      </Words>
      <Words>{change}</Words>
      <Action href={url}>Read it</Action>
      <Words>Older versions stay readable on the same page. If you do not agree, you can take everything with you and leave, free.</Words>
    </Layout>
  );
}
