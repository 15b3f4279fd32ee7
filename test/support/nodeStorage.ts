// The object's storage over an SQLite in memory, so that the book runs in Node: the same SQL, thousands of histories a second.
import { DatabaseSync, type SQLInputValue } from "node:sqlite";

export class NodeStorage {
  readonly database = new DatabaseSync(":memory:");
  /** Throw at this statement from now, counted from 1; 0 for never. */
  failAt = 0;
  private depth = 0;

  readonly sql = { exec: (query: string, ...params: SQLInputValue[]) => this.exec(query, params) };

  private exec(query: string, params: SQLInputValue[]) {
    if (this.failAt > 0 && --this.failAt === 0) throw new Error("planned fault");
    if (params.length === 0 && !/^\s*SELECT/i.test(query)) {
      this.database.exec(query);
      return this.cursor([], 1);
    }
    const statement = this.database.prepare(query);
    const rows = statement.all(...params);
    return this.cursor(rows, /^\s*SELECT/i.test(query) ? 0 : 1);
  }

  private cursor(rows: unknown[], rowsWritten: number) {
    const one = () => {
      if (rows.length !== 1) throw new Error(`Expected one row, found ${rows.length}.`);
      return rows[0];
    };
    return { toArray: () => rows, one, rowsWritten, [Symbol.iterator]: () => rows[Symbol.iterator]() };
  }

  transactionSync<T>(work: () => T): T {
    const name = `level${this.depth++}`;
    this.database.exec(`SAVEPOINT ${name}`);
    try {
      const result = work();
      this.database.exec(`RELEASE ${name}`);
      return result;
    } catch (error) {
      this.database.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
      throw error;
    } finally {
      this.depth--;
    }
  }

  /** Every byte of every table, to compare. */
  dump(): string {
    const tables = ["lots", "holds", "keys", "entries", "payments", "budgets", "snapshot", "life"];
    return JSON.stringify(tables.map((table) => this.database.prepare(`SELECT * FROM ${table}`).all()));
  }

  asStorage(): DurableObjectStorage {
    return this as unknown as DurableObjectStorage;
  }
}
