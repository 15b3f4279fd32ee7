import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  what: string;
  due: string;
  days: number;
  url: string;
  /** 1 for a report of a child, whose contact is out of use and goes by itself. */
  report: number;
}

export const subject = ({ days, report }: Props) =>
  report
    ? "One of your contacts was reported as under 16"
    : days < 0
      ? "A request is overdue"
      : days > 7
        ? "Someone is asking about their data"
        : `A request is due in ${days} ${days === 1 ? "day" : "days"}`;

/** What happens to a contact that was reported, and who can stop it. */
function Report({ name, due, url }: Pick<Props, "name" | "due" | "url">) {
  return (
    <Layout preview={`The contact will be deleted after ${due}, unless you say they aren’t a child.`}>
      <Hello name={name} />
      <Words>
        One of your team’s contacts was reported as under 16. From now on, they are kept but not used. After {due}, they will be deleted for
        good. If they aren’t a child, an owner of the team can say so before then.
      </Words>
      <Action href={url}>Look at the report</Action>
    </Layout>
  );
}

export function RightsDue({ name, what, due, days, url, report }: Props) {
  if (report) return <Report name={name} due={due} url={url} />;
  return (
    <Layout preview={`${what}, due ${due}`}>
      <Hello name={name} />
      <Words>
        Someone whose data you keep made this request: {what}. The law requires an answer by {due}
        {days < 0 ? ", which has passed" : ""}. The person asking has confirmed their address.
      </Words>
      <Action href={url}>Look at the request</Action>
    </Layout>
  );
}
