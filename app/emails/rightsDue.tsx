import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  what: string;
  due: string;
  days: number;
  url: string;
}

export const subject = ({ days }: Props) =>
  days < 0
    ? "A request is past its date"
    : days > 7
      ? "Somebody asks about their data"
      : `A request is due in ${days} ${days === 1 ? "day" : "days"}`;

export function RightsDue({ name, what, due, days, url }: Props) {
  return (
    <Layout preview={`${what}, due ${due}`}>
      <Hello name={name} />
      <Words>
        Somebody whose data you keep asks: {what}. The law wants an answer by {due}
        {days < 0 ? ", which has passed" : ""}. Who asks has confirmed their address.
      </Words>
      <Action href={url}>Look at the request</Action>
    </Layout>
  );
}
