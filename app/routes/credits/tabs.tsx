import { Outlet } from "@remix-run/react";
import { Tabs } from "../../components/frame/Tabs";
import { TabsContext } from "../../components/ui/parts";
import { paths } from "../../web/paths";

const tabs: [to: string, words: string][] = [
  [paths.credits(), "Overview"],
  [paths.statement(), "Statement"],
  [paths.purchases(), "Purchases"],
  [paths.budgets(), "Budgets"],
  [paths.autoTopUp(), "Auto top-up"],
  [paths.proof(), "Proof"],
];

/** The tabs of every page about credits. */
export default function CreditPages() {
  return (
    <TabsContext.Provider value={<Tabs label="Credits" tabs={tabs} />}>
      <Outlet />
    </TabsContext.Provider>
  );
}
