// Faults that tests inject below the ledger: at its n-th SQL statement and at its n-th call of D1. Off unless a test plans one.

export interface FaultPlan {
  /** Throw at this statement of the object's own SQL, counted from 1. */
  sqlAt?: number;
  /** What goes wrong at which call of D1, counted from 1; a promise keeps the call waiting for it. */
  d1?: (call: number) => D1Fault | Promise<D1Fault>;
}

/** `refuse`: nothing is done. `lose`: done, the answer is lost. `slow`: done after a while. `late`: the answer is lost, and it is done after a while. */
export type D1Fault = "refuse" | "lose" | "slow" | "late" | null;

const A_WHILE_MS = 25;
const aWhile = () => new Promise((resolve) => setTimeout(resolve, A_WHILE_MS));
/** Batches that land after their callers were told that something went wrong. */
const underWay = new Set<Promise<unknown>>();

/** Waits until no late batch is under way. One whose object has died in between is gone with it. */
export async function lateOnesLanded(): Promise<void> {
  const longEnough = new Promise((resolve) => setTimeout(resolve, 8 * A_WHILE_MS));
  if (underWay.size > 0) await Promise.race([Promise.all(underWay), longEnough]);
  underWay.clear();
}

/** Shared with the object, which runs in the tests' isolate. */
export const faults = { plan: null as FaultPlan | null, sqlCalls: 0, d1Calls: 0 };

/** Plans faults and starts counting. Null: none from here on. */
export function planFaults(plan: FaultPlan | null): void {
  faults.plan = plan;
  faults.sqlCalls = 0;
  faults.d1Calls = 0;
}

function onSql(): void {
  faults.sqlCalls++;
  if (faults.plan?.sqlAt === faults.sqlCalls) throw new Error(`planned fault at statement ${faults.sqlCalls}`);
}

/** The object's state with faults in its SQL; everything else as it is. */
export function faultyState(state: DurableObjectState): DurableObjectState {
  const { storage } = state;
  const sql = new Proxy(storage.sql, {
    get: (target, name) => {
      if (name !== "exec") return Reflect.get(target, name, target);
      return (...args: Parameters<SqlStorage["exec"]>) => {
        onSql();
        return target.exec(...args);
      };
    },
  });
  const faulty = new Proxy(storage, {
    get: (target, name) => {
      if (name === "sql") return sql;
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  Object.defineProperty(state, "storage", { value: faulty });
  return state;
}

/** D1 as the plan says: it refuses a batch, loses its answer, takes its time, or does it when nobody waits any more. */
export function faultyD1(d1: D1Database): D1Database {
  return new Proxy(d1, {
    get: (target, name) => {
      if (name === "batch") return (statements: D1PreparedStatement[]) => faultyBatch(target, statements);
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function faultyBatch(d1: D1Database, statements: D1PreparedStatement[]) {
  faults.d1Calls++;
  const fault = (await faults.plan?.d1?.(faults.d1Calls)) ?? null;
  if (fault === "refuse") throw new Error("planned: D1 refuses");
  if (fault === "late") {
    const landing = aWhile()
      .then(() => d1.batch(statements))
      .catch(() => null)
      .finally(() => underWay.delete(landing));
    underWay.add(landing);
    throw new Error("planned: the answer is lost, the batch lands later");
  }
  if (fault === "slow") await aWhile();
  const results = await d1.batch(statements);
  if (fault === "lose") throw new Error("planned: the answer is lost");
  return results;
}
