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
    <Layout preview="So that nobody but you can ask for it.">
      <Hello name={name} />
      <Words>
        Someone using this address asked for {what}. Please confirm that it was you. You will have an answer by {due}.
      </Words>
      <Action href={url}>Confirm and see the status</Action>
      <Words>If it was not you, do nothing. After a week the request is gone.</Words>
    </Layout>
  );
}
