// The object's own tables and the steps that bring an old object up to date. Append a step; never change one that has run.

const steps = [
  `CREATE TABLE lots (
    lotId TEXT PRIMARY KEY, source TEXT NOT NULL, paymentId TEXT, granted INTEGER NOT NULL, left INTEGER NOT NULL CHECK (left >= 0),
    burnt INTEGER NOT NULL CHECK (burnt >= 0), revoked INTEGER NOT NULL CHECK (revoked >= 0), expired INTEGER NOT NULL CHECK (expired >= 0),
    priority INTEGER NOT NULL, costCents INTEGER NOT NULL, currency TEXT, grantedAt INTEGER NOT NULL, expiresAt INTEGER,
    CHECK (granted = left + burnt + revoked + expired)
  ) WITHOUT ROWID;
  CREATE TABLE holds (
    key TEXT PRIMARY KEY, purpose TEXT NOT NULL, action TEXT NOT NULL, credits INTEGER NOT NULL, priceVersion INTEGER NOT NULL,
    memberId TEXT NOT NULL, subjectId TEXT NOT NULL, fingerprint TEXT NOT NULL, pins TEXT NOT NULL, heldAt INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE keys (
    key TEXT PRIMARY KEY, state TEXT NOT NULL, action TEXT NOT NULL, credits INTEGER NOT NULL, priceVersion INTEGER NOT NULL,
    memberId TEXT NOT NULL, subjectId TEXT NOT NULL, fingerprint TEXT NOT NULL, pins TEXT NOT NULL, attempt INTEGER NOT NULL, endedAt INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL,
    credits INTEGER NOT NULL CHECK (credits > 0), balance INTEGER NOT NULL, key TEXT NOT NULL, lotId TEXT NOT NULL, action TEXT,
    memberId TEXT, subjectId TEXT, priceVersion INTEGER, hash TEXT NOT NULL
  );
  CREATE TABLE snapshot (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL, accounts TEXT NOT NULL);
  INSERT INTO snapshot VALUES (1, 0, '', '{}');`,
  `CREATE TABLE payments (
    paymentId TEXT PRIMARY KEY, lotId TEXT NOT NULL, target INTEGER NOT NULL CHECK (target >= 0),
    debt INTEGER NOT NULL CHECK (debt >= 0 AND debt <= target), disputedCents INTEGER NOT NULL, ticket INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE budgets (
    scope TEXT NOT NULL, scopeId TEXT NOT NULL, period TEXT NOT NULL, most INTEGER NOT NULL CHECK (most >= 0), PRIMARY KEY (scope, scopeId, period)
  ) WITHOUT ROWID;
  ALTER TABLE snapshot ADD COLUMN usage TEXT NOT NULL DEFAULT '{}';
  CREATE TABLE life (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL, tickets INTEGER NOT NULL, lowMarks TEXT NOT NULL, tombstone TEXT);
  INSERT INTO life VALUES (1, 'active', 0, '[]', NULL);`,
];

/** Runs the steps that this object has not seen yet. */
export function upgradeTables(storage: DurableObjectStorage): void {
  storage.sql.exec("CREATE TABLE IF NOT EXISTS upgrades (step INTEGER PRIMARY KEY)");
  const done = storage.sql.exec<{ steps: number }>("SELECT COUNT(*) AS steps FROM upgrades").one().steps;
  for (const [index, step] of steps.entries()) {
    if (index < done) continue;
    storage.transactionSync(() => {
      storage.sql.exec(step);
      storage.sql.exec("INSERT INTO upgrades VALUES (?)", index);
    });
  }
}
