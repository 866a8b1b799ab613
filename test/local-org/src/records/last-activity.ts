import type { Engine } from '../engine.ts';
import type { SqlRow, SqlValue } from '../storage/database.ts';
import { quote } from '../storage/tables.ts';

/** The day on which an activity counts: any event, a task once it is completed. */
const activityDay = (object: string, row: SqlRow): SqlValue => {
  if (row.IsDeleted === 1) return null;
  if (object === 'Event') return row.ActivityDate ?? null;
  if (row.IsClosed !== 1) return null;
  return row.ActivityDate ?? (typeof row.CompletedDateTime === 'string' ? row.CompletedDateTime.slice(0, 10) : null);
};

const parents = ['WhoId', 'WhatId', 'AccountId'] as const;

/** Keeps LastActivityDate of the records that an activity is about, before and after the save. */
export function rollUpLastActivity(
  engine: Engine,
  { object, row, prior }: { object: string; row: SqlRow; prior: SqlRow | undefined },
): void {
  const day = activityDay(object, row);
  const formerDay = prior === undefined ? null : activityDay(object, prior);
  for (const parent of parents) {
    const now = row[parent] ?? null;
    const former = prior?.[parent] ?? null;
    if (now !== null && day !== null) raise(engine, String(now), day);
    // The other activities need to be read only if this one counted before and no longer does.
    if (former !== null && formerDay !== null && (former !== now || day === null || day < formerDay)) {
      recompute(engine, String(former), parent);
    }
  }
}

/** Recomputes the day from all activities, for a record that others were merged into. */
export function recomputeLastActivity(engine: Engine, id: string): void {
  recompute(engine, id, id.startsWith('001') ? 'WhatId' : 'WhoId');
}

function tableOf(engine: Engine, id: string): string | undefined {
  const object = engine.metadata.schema.objectOfId(id);
  return object?.fieldByName.has('lastactivitydate') === true ? quote(object.name) : undefined;
}

function raise(engine: Engine, id: string, day: SqlValue): void {
  const table = tableOf(engine, id);
  if (table === undefined) return;
  engine.database.run(
    `UPDATE ${table} SET "LastActivityDate" = ? WHERE "Id" = ? AND ("LastActivityDate" IS NULL OR "LastActivityDate" < ?)`,
    day,
    id,
    day,
  );
}

function recompute(engine: Engine, id: string, parent: (typeof parents)[number]): void {
  const table = tableOf(engine, id);
  if (table === undefined) return;
  const columns = parent === 'WhoId' ? ['WhoId'] : ['WhatId', 'AccountId'];
  const days = columns.flatMap((column) => [
    engine.database.get(
      `SELECT MAX(COALESCE("ActivityDate", substr("CompletedDateTime", 1, 10))) AS "day" FROM "Task" WHERE ${quote(column)} = ? AND "IsClosed" = 1 AND "IsDeleted" = 0`,
      id,
    )?.day,
    engine.database.get(
      `SELECT MAX("ActivityDate") AS "day" FROM "Event" WHERE ${quote(column)} = ? AND "IsDeleted" = 0`,
      id,
    )?.day,
  ]);
  const latest =
    days
      .filter((day) => typeof day === 'string')
      .sort()
      .at(-1) ?? null;
  engine.database.run(`UPDATE ${table} SET "LastActivityDate" = ? WHERE "Id" = ?`, latest, id);
}
