// What stays when somebody leaves, how long and why: read from the table that the cleanup reads, and shown before anybody presses the button.
import type { RetentionClass } from "../core/periods";
import { retention } from "../core/retention";

/** What stays when somebody deletes their account, each with how long and why. */
export const outliving = retention.filter(({ outlivesAccount }) => outlivesAccount);

/** "7 years from when it was paid", for a list. */
export const periodWords = ({ period, from }: Pick<RetentionClass, "period" | "from">) =>
  from === "" ? period : `${period} from when ${from}`;

/** The same as a page shows it. */
export const keptLines = outliving.map((one) => ({ name: one.name, what: one.what, period: periodWords(one), basis: one.basis }));
