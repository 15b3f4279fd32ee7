import { Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  kept: string;
}

export const subject = () => "Your account has been deleted";

export function AccountErased({ name, kept }: Props) {
  return (
    <Layout preview="Your account is gone.">
      <Hello name={name} />
      <Words>Your account has been deleted. Your name, address, password, sessions and choices are gone for good.</Words>
      <Words>{kept}</Words>
    </Layout>
  );
}
