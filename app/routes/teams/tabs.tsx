import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { Outlet, useLoaderData } from "@remix-run/react";
import { Tabs } from "../../components/frame/Tabs";
import { TabsContext } from "../../components/ui/parts";
import { can } from "../../domain/core/permissions";
import { requireMemberOfAny } from "../../web/guard.server";
import { paths } from "../../web/paths";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMemberOfAny(args);
  const tabs: [to: string, words: string, offered: boolean][] = [
    [paths.settings(), "You", true],
    [paths.yourData(), "Privacy and security", true],
    [paths.team(), "Team", true],
    [paths.members(), "Members", true],
    [paths.groups(), "Groups", true],
    [paths.roles(), "Roles", true],
    [paths.tags(), "Tags", true],
    [paths.customFields(), "Custom fields", true],
    [paths.requests(), "Requests and sharing", true],
    [paths.archives(), "Archive", can(member, "archive.make")],
    [paths.auditLog(), "Audit log", can(member, "audit.read")],
  ];
  return json(tabs.flatMap(([to, words, offered]) => (offered ? [[to, words] as [string, string]] : [])));
}

/** The tabs of every page of the settings. */
export default function SettingsPages() {
  const tabs = useLoaderData<typeof loader>();
  return (
    <TabsContext.Provider value={<Tabs label="Settings" tabs={tabs} />}>
      <Outlet />
    </TabsContext.Provider>
  );
}
