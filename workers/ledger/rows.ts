// Rows of the object's tables as they are named there: the one place that trusts tables.ts for their shape.

/** The rows of a cursor, one by one. */
export function* rowsOf<Row>(cursor: Iterable<unknown>): Generator<Row> {
  for (const row of cursor) yield row as Row;
}
