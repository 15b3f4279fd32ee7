import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  what: string;
  due: string;
  url: string;
}

export const subject = () => "Confirm your request";

export function RightsReceived({ name, what, due, url }: Props) {
  return (
    <Layout preview="This makes sure that only you can ask for it.">
      <Hello name={name} />
      <Words>
        Someone using this address asked for {what}. Please confirm that it was you. You will have an answer by {due}.
      </Words>
      <Action href={url}>Confirm and see the status</Action>
      <Words>If it wasn’t you, do nothing. The request will be deleted after a week.</Words>
    </Layout>
  );
}
