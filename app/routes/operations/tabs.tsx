import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { Outlet } from "@remix-run/react";
import { Tabs } from "../../components/frame/Tabs";
import { TabsContext } from "../../components/ui/parts";
import { requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";

const tabs: [to: string, words: string][] = [
  [paths.operator(), "Teams"],
  [paths.operatorPayments(), "Payments"],
  [paths.operatorJobs(), "Jobs"],
  [paths.operatorChecks(), "Checks"],
  [paths.operatorRights(), "Requests"],
  [paths.operatorSupport(), "Support"],
  [paths.operatorNews(), "News"],
  [paths.operatorPromo(), "Promo codes"],
];

/** Each page asks for itself too: a layout's loader does not run before theirs. */
export async function loader(args: LoaderFunctionArgs) {
  await requireOperator(args);
  return json(null);
}

export default function OperatorPages() {
  return (
    <TabsContext.Provider value={<Tabs label="Operator" tabs={tabs} />}>
      <Outlet />
    </TabsContext.Provider>
  );
}
