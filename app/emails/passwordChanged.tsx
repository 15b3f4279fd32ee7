import { Hello, Layout, Words } from "./layout";

export const subject = () => "Your password was changed";

export function PasswordChanged({ name }: { name: string }) {
  return (
    <Layout preview="Every device was signed out.">
      <Hello name={name} />
      <Words>Your Farthing password was just changed, and every device was signed out.</Words>
      <Words>If this wasn’t you, choose a new password right away with “Forgot your password?” on the sign-in page.</Words>
    </Layout>
  );
}
