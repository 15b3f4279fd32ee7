import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  url: string;
}

export const subject = () => "We have your message";

export function TicketReceived({ name, url }: Props) {
  return (
    <Layout preview="A person reads it and answers.">
      <Hello name={name} />
      <Words>Your message has arrived. A person reads it and answers, here and by mail. You can add to it at any time.</Words>
      <Action href={url}>See your message</Action>
    </Layout>
  );
}
