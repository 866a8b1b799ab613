import type { Database } from './database.ts';

/** Values the server keeps beside the data, in the same transactions: jobs and what they have done. */
export type Kept = {
  all(kind: string): unknown[];
  put(kind: string, id: string, value: unknown): void;
  delete(kind: string, id: string): void;
};

/** Kept values live in the org's file as JSON. */
export function openKept(database: Database): Kept {
  database.define(
    'CREATE TABLE IF NOT EXISTS "_kept" ("Kind" TEXT, "Id" TEXT, "Value" TEXT NOT NULL, PRIMARY KEY ("Kind", "Id")) WITHOUT ROWID',
  );
  return {
    all: (kind) =>
      database
        .all('SELECT "Value" FROM "_kept" WHERE "Kind" = ? ORDER BY "Id"', kind)
        .map(({ Value }): unknown => JSON.parse(String(Value))),
    put: (kind, id, value) => {
      database.run(
        'INSERT INTO "_kept" VALUES (?, ?, ?) ON CONFLICT ("Kind", "Id") DO UPDATE SET "Value" = excluded."Value"',
        kind,
        id,
        JSON.stringify(value),
      );
    },
    delete: (kind, id) => {
      database.run('DELETE FROM "_kept" WHERE "Kind" = ? AND "Id" = ?', kind, id);
    },
  };
}
