import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  body: string;
  url: string;
}

export const subject = () => "An answer from support";

export function TicketWritten({ name, body, url }: Props) {
  return (
    <Layout preview={body.slice(0, 90)}>
      <Hello name={name} />
      {body.split(/\n{2,}/).map((part) => (
        <Words key={part}>{part}</Words>
      ))}
      <Action href={url}>Reply</Action>
    </Layout>
  );
}
