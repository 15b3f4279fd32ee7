import { Action, Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  device: string;
  when: string;
  zone: string;
  url: string;
}

export const subject = ({ device }: Props) => `New sign-in: ${device}`;

export function NewSignIn({ name, device, when, zone, url }: Props) {
  return (
    <Layout preview={`${device}, ${when}.`}>
      <Hello name={name} />
      <Words>
        Someone signed in to your account with {device} on {when} ({zone}), for the first time in that browser.
      </Words>
      <Words>If this was you, there is nothing to do. If not, end that session and change your password.</Words>
      <Action href={url}>Review your sessions</Action>
    </Layout>
  );
}
