import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  url: string;
}

export const subject = () => "We have your message";

export function TicketReceived({ name, url }: Props) {
  return (
    <Layout preview="A person will read it and answer.">
      <Hello name={name} />
      <Words>Your message has arrived. A person will read it and answer, here and by e-mail. You can add to it at any time.</Words>
      <Action href={url}>See your message</Action>
    </Layout>
  );
}
