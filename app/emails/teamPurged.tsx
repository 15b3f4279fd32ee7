import { Hello, Layout, Words } from "./layout";

interface Props {
  name: string;
  team: string;
}

export const subject = ({ team }: Props) => `${team} is deleted`;

export function TeamPurged({ name, team }: Props) {
  return (
    <Layout preview="Everything is gone, as you asked.">
      <Hello name={name} />
      <Words>
        your team {team} and everything in it is deleted: contacts, notes, files, search, your account. The key that opened your notes went
        first, so no copy of them opens any more.
      </Words>
      <Words>
        What the law makes us keep are the records of your purchases, for seven years, without any of your contacts. Our database’s own
        history ends 30 days from now. This is the last mail you get from us.
      </Words>
    </Layout>
  );
}
