import { Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  team: string;
}

export const subject = ({ team }: Props) => `${team} is deleted`;

export function TeamPurged({ name, team }: Props) {
  return (
    <Layout preview="Everything in it is gone.">
      <Hello name={name} />
      <Words>
        Your team {team} and everything in it is deleted: contacts, notes, files, search, your account. The key that opened your notes went
        first, so no copy of them opens any more.
      </Words>
      <Words>
        What stays for a while, without any of your contacts: records of purchases for seven years, as tax law wants; sign-ins with their IP
        address for 90 days; what you wrote to support for two years. Our database’s own history ends 30 days from now. This is the last
        mail you get from us.
      </Words>
    </Layout>
  );
}
