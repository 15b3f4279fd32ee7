import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  title: string;
  body: string;
  url: string;
}

export const subject = ({ title }: Props) => title;

export function ServiceNotice({ name, title, body, url }: Props) {
  return (
    <Layout preview={title}>
      <Hello name={name} />
      {body.split(/\n{2,}/).map((part) => (
        <Words key={part}>{part}</Words>
      ))}
      <Action href={url}>Open Farthing</Action>
    </Layout>
  );
}
