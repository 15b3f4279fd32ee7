// Faults that tests inject below the ledger: at its n-th SQL statement and at its n-th call of D1. Off unless a test plans one.

export interface FaultPlan {
  /** Throw at this statement of the object's own SQL, counted from 1. */
  sqlAt?: number;
  /** What goes wrong at which call of D1, counted from 1. */
  d1?: (call: number) => "refuse" | "lose" | null;
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

/** D1 that refuses a batch, or does it and loses the answer, where the plan says so. */
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
  const fault = faults.plan?.d1?.(faults.d1Calls) ?? null;
  if (fault === "refuse") throw new Error("planned: D1 refuses");
  const results = await d1.batch(statements);
  if (fault === "lose") throw new Error("planned: the answer is lost");
  return results;
}
