// What the parts of the import page are given.

export interface ImportView {
  id: string;
  fileName: string;
  source: string;
  encoding: string;
  state: string;
  columns: string[];
  samples: string[][];
  mapping: string[];
  rowsTotal: number;
  rowsChecked: number;
  newTotal: number;
  knownTotal: number;
  knownByEmail: number;
  refusedTotal: number;
  cursor: number;
  stopAt: number;
  imported: number;
  knownLate: number;
  takenBack: number;
  lenient: boolean;
  problem: string | null;
}

export interface ImportData {
  /** What its rows become: the first part of their addresses, and what one and many are called. */
  of: { plural: string; one: string; many: string };
  found: ImportView;
  refused: { number: number; reason: string }[];
  /** Null when the ledger cannot be reached. */
  free: number | null;
  /** New rows not imported yet, and what they cost. */
  left: number;
  cost: number;
  price: number;
  offer: { credits: number; price: string } | null;
  undoable: boolean;
  /** Whether what is left can still be imported: its rows are kept, and its columns have their fields. */
  startable: boolean;
}
