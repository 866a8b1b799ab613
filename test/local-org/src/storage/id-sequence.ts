import type { SchemaObject } from '../schema/schema.ts';
import type { Database } from './database.ts';
import { formatRecordId, recordNumber } from './record-id.ts';
import { quote } from './tables.ts';

const reservedIds = 10_000;

/** Assigns the ids of each object. Ranges are reserved in the file, so that no id is assigned twice. */
export class IdSequence {
  private readonly database: Database;
  private readonly ranges = new Map<string, { next: number; end: number }>();

  constructor(database: Database) {
    this.database = database;
    database.define(
      'CREATE TABLE IF NOT EXISTS "_sequence" ("Name" TEXT PRIMARY KEY, "Next" INTEGER NOT NULL) WITHOUT ROWID',
    );
  }

  /** The next id of an object, 18 characters. */
  nextId(object: SchemaObject): string {
    const range = this.ranges.get(object.name) ?? this.openRange(object);
    if (range.next >= range.end) {
      range.end = range.next + reservedIds;
      this.store(object.name, range.end);
    }
    const id = formatRecordId(object.keyPrefix ?? '000', object.idInstance, range.next);
    range.next += 1;
    return id;
  }

  /** The next number of an auto-number field, from 1 and without gaps. */
  nextNumber(name: string): number {
    const number = this.lastNumber(name) + 1;
    this.store(name, number + 1);
    return number;
  }

  /** The number last given out, 0 before the first. */
  lastNumber(name: string): number {
    return Number(this.database.get('SELECT "Next" FROM "_sequence" WHERE "Name" = ?', name)?.Next ?? 1) - 1;
  }

  private openRange(object: SchemaObject): { next: number; end: number } {
    const stored = Number(this.database.get('SELECT "Next" FROM "_sequence" WHERE "Name" = ?', object.name)?.Next ?? 1);
    // A range reserved in a transaction that was rolled back is not in the file, its ids may be.
    const start = (object.keyPrefix ?? '000') + object.idInstance;
    const last = this.database.get(
      `SELECT MAX("Id") AS "last" FROM ${quote(object.name)} WHERE "Id" > ? AND "Id" < ?`,
      start,
      `${start}zzzzzzzzzzzz`,
    )?.last;
    const next = Math.max(stored, typeof last === 'string' ? recordNumber(last) + 1 : 1);
    const range = { next, end: next };
    this.ranges.set(object.name, range);
    return range;
  }

  private store(name: string, next: number): void {
    this.database.run(
      'INSERT INTO "_sequence" VALUES (?, ?) ON CONFLICT ("Name") DO UPDATE SET "Next" = excluded."Next"',
      name,
      next,
    );
  }
}
