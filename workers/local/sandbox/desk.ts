// Where the sandbox remembers: Stripe's objects, the mails "sent", how far the clock was moved. One object for all.
import { DurableObject } from "cloudflare:workers";

export interface Kept {
  id: string;
  kind: string;
  createdAt: number;
  body: string;
}

export class Desk extends DurableObject {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS kept (id TEXT PRIMARY KEY, kind TEXT NOT NULL, createdAt INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS kept_by_kind ON kept (kind, createdAt)`);
  }

  put(id: string, kind: string, body: unknown): void {
    const text = JSON.stringify(body);
    this.ctx.storage.sql.exec(
      "INSERT INTO kept VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
      id,
      kind,
      Date.now(),
      text,
    );
  }

  /** The body under an id as JSON text, or null. */
  get(id: string): string | null {
    const [row] = this.ctx.storage.sql.exec<{ body: string }>("SELECT body FROM kept WHERE id = ?", id).toArray();
    return row?.body ?? null;
  }

  /** The newest of a kind. */
  list(kind: string, limit: number): Kept[] {
    return this.ctx.storage.sql
      .exec("SELECT * FROM kept WHERE kind = ? ORDER BY createdAt DESC, id DESC LIMIT ?", kind, limit)
      .toArray() as unknown as Kept[];
  }
}

/** The desk as the sandbox's other files use it. */
export class Store {
  constructor(private readonly desk: DurableObjectStub<Desk>) {}

  async put<T extends { id: string; object: string }>(object: T): Promise<T> {
    await this.desk.put(object.id, object.object, object);
    return object;
  }

  async get<T>(id: string): Promise<T | null> {
    const body = await this.desk.get(id);
    return body === null ? null : (JSON.parse(body) as T);
  }

  async list<T>(kind: string, limit = 200): Promise<T[]> {
    return (await this.desk.list(kind, limit)).map(({ body }) => JSON.parse(body) as T);
  }
}
