import { Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  team: string;
}

export const subject = ({ team }: Props) => `${team} has been deleted`;

export function TeamPurged({ name, team }: Props) {
  return (
    <Layout preview="Everything in it is gone.">
      <Hello name={name} />
      <Words>
        Your team {team} and everything in it has been deleted: contacts, notes, files, search and your account. The key that opened your
        notes was deleted first, so no copy of them can be opened anymore.
      </Words>
      <Words>
        Some records stay for a while, without any of your contacts: purchases for seven years, as tax law requires; sign-ins with their IP
        address for 90 days; what you wrote to support for two years. Our database’s own history ends 30 days from now. This is the last
        e-mail you’ll get from us.
      </Words>
    </Layout>
  );
}
