import { Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  email: string;
}

export const subject = () => "Your address was changed";

export function EmailChanged({ name, email }: Props) {
  return (
    <Layout preview="From now on, you sign in with a different address.">
      <Hello name={name} />
      <Words>Your Farthing account now belongs to {email}. We no longer send e-mail to this address.</Words>
      <Words>If this wasn’t you, write to us right away. Our address is below.</Words>
    </Layout>
  );
}
