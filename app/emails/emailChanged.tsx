import { Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  email: string;
}

export const subject = () => "Your address was changed";

export function EmailChanged({ name, email }: Props) {
  return (
    <Layout preview="You sign in with another address from now on.">
      <Hello name={name} />
      <Words>Your Farthing account now belongs to {email}. Mail no longer comes here.</Words>
      <Words>If it was not you, write to us at once: the address is below.</Words>
    </Layout>
  );
}
