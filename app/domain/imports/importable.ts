// What a noun brings so that files can be imported as it: the pipeline, from the upload to the undo, is the same for all of them.
import type { Import, Imported } from "~/db/queries/imports";
import type { Statement } from "~/db/statements";
import type { TeamContext } from "../core/context";
import type { Action } from "../core/prices";
import type { Noun } from "../records/card";
import type { MappedRow, Mapping } from "./importCells";
import type { IsColumn, Target } from "./importColumns";
import type { Known, Matched } from "./importMatch";
import type { NewRow } from "./importStage";

/** A row that is ready to be written, of whichever noun. */
export type ReadyRow = Omit<NewRow, "input"> & { input: object };

/** The writes of a chunk, and the ids of what they make, in order. */
export interface Written {
  statements: Statement[];
  ids: string[];
}

export interface Importable {
  of: Noun;
  /** What is charged for each. */
  action: Action;
  /** Where its rows go, for the undo. */
  imported: Imported;
  /** What a column can become, with the words of each. */
  targets(ctx: TeamContext): Promise<Partial<Record<Target, string>>>;
  /** Whether a cell is what a column of it is called. */
  isColumn: IsColumn;
  /** A guess for every column, from its name and its first cells. */
  recognise(ctx: TeamContext, columns: string[], samples: string[][]): Promise<Target[]>;
  /** A row of a file; or why it is refused. */
  map(cells: string[], mapping: Mapping): MappedRow;
  /** Which rows the team has already, or an earlier row had. Without `known` nothing is known. */
  match(ctx: TeamContext, rows: ReadyRow[], known: Known | null): Promise<Matched<ReadyRow>[]>;
  /** Why a run cannot go on without losing something of a row, in words; null where it can. */
  refuse(ctx: TeamContext, found: Import): Promise<string | null>;
  write(ctx: TeamContext, found: Import, rows: ReadyRow[]): Promise<Written>;
  /** What is left to take away when an import is undone. */
  undone(ctx: TeamContext, importId: string): Statement[];
}
