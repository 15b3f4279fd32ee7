import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  title: string;
  body: string;
  url: string;
}

export const subject = ({ title }: Props) => title;

export function SecurityNotice({ name, title, body, url }: Props) {
  return (
    <Layout preview={title}>
      <Hello name={name} />
      <Words>{title}.</Words>
      <Words>{body}</Words>
      <Action href={url}>Open Farthing</Action>
    </Layout>
  );
}
