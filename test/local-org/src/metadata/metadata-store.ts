import type { Database, SqlRow } from '../storage/database.ts';
import { formatRecordId } from '../storage/record-id.ts';
import type { Component, ComponentFile, ComponentRecord } from './component.ts';
import type { XmlElement } from './xml.ts';

const readFiles = (json: string): ComponentFile[] =>
  (JSON.parse(json) as { path: string; base64: string }[]).map(({ path, base64 }) => ({
    path,
    content: Buffer.from(base64, 'base64'),
  }));

/** Serializes files to a text that is equal for equal files. */
export const writeFiles = (files: readonly ComponentFile[]): string =>
  JSON.stringify(files.map(({ path, content }) => ({ path, base64: Buffer.from(content).toString('base64') })));

const readRecord = (row: SqlRow): ComponentRecord => ({
  id: String(row.Id),
  createdDate: String(row.CreatedDate),
  createdById: String(row.CreatedById),
  lastModifiedDate: String(row.LastModifiedDate),
  lastModifiedById: String(row.LastModifiedById),
});

type Change = { id: string; at: string; userId: string };

const prefixDigits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Keeps deployed components and the key prefixes of custom objects in the org's file. */
export class MetadataStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
    database.define(`CREATE TABLE IF NOT EXISTS "_metadata" ("Type" TEXT, "FullName" TEXT, "Body" TEXT NOT NULL, "Files" TEXT, PRIMARY KEY ("Type", "FullName")) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS "_component" ("Type" TEXT, "FullName" TEXT, "Id" TEXT NOT NULL, "CreatedDate" TEXT NOT NULL, "CreatedById" TEXT NOT NULL, "LastModifiedDate" TEXT NOT NULL, "LastModifiedById" TEXT NOT NULL, PRIMARY KEY ("Type", "FullName")) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS "_record_type" ("FullName" TEXT PRIMARY KEY, "Id" TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS "_key_prefix" ("Object" TEXT PRIMARY KEY, "Prefix" TEXT NOT NULL UNIQUE) WITHOUT ROWID`);
  }

  components(): Component[] {
    return this.database
      .all('SELECT * FROM "_metadata" LEFT JOIN "_component" USING ("Type", "FullName") ORDER BY "Type", "FullName"')
      .map((row) => ({
        type: String(row.Type),
        fullName: String(row.FullName),
        body: JSON.parse(String(row.Body)) as XmlElement,
        ...(row.Files === null ? {} : { files: readFiles(String(row.Files)) }),
        ...(row.Id === null ? {} : { record: readRecord(row) }),
      }));
  }

  save({ type, fullName, body, files }: Component): void {
    this.database.run(
      `INSERT INTO "_metadata" VALUES (?, ?, ?, ?)
       ON CONFLICT ("Type", "FullName") DO UPDATE SET "Body" = excluded."Body", "Files" = excluded."Files"`,
      type,
      fullName,
      JSON.stringify(body),
      files === undefined ? null : writeFiles(files),
    );
  }

  /** Notes who changed a component and when; a new one gets this id. */
  record({ type, fullName }: Pick<Component, 'type' | 'fullName'>, { id, at, userId }: Change): void {
    this.database.run(
      `INSERT INTO "_component" VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT ("Type", "FullName") DO UPDATE SET
         "LastModifiedDate" = excluded."LastModifiedDate", "LastModifiedById" = excluded."LastModifiedById"`,
      ...[type, fullName, id, at, userId, at, userId],
    );
  }

  delete({ type, fullName }: Pick<Component, 'type' | 'fullName'>): void {
    for (const table of ['_metadata', '_component']) {
      this.database.run(`DELETE FROM "${table}" WHERE "Type" = ? AND "FullName" = ?`, type, fullName);
    }
  }

  /** The prefix an object was given, or the next free one (`a00`, `a01`, …; `e02` for a platform event), which is kept only by `saveKeyPrefix`. */
  keyPrefixes(): (object: string) => string {
    const taken = new Map(
      this.database
        .all('SELECT "Object", "Prefix" FROM "_key_prefix"')
        .map(({ Object: name, Prefix }) => [String(name), String(Prefix)]),
    );
    return (object) => {
      const prefix = taken.get(object) ?? numberedPrefix(object.endsWith('__e') ? 'e' : 'a', taken.size);
      taken.set(object, prefix);
      return prefix;
    };
  }

  /** The id that a record type was given, or the next one, which is kept only by `saveRecordTypeId`. */
  recordTypeIds(): (fullName: string) => string {
    const taken = new Map(
      this.database
        .all('SELECT "FullName", "Id" FROM "_record_type"')
        .map(({ FullName, Id }) => [String(FullName), String(Id)]),
    );
    return (fullName) => {
      const id = taken.get(fullName) ?? formatRecordId('012', 'Lo0', taken.size + 1);
      taken.set(fullName, id);
      return id;
    };
  }

  saveRecordTypeId(fullName: string, id: string): void {
    this.database.run('INSERT INTO "_record_type" VALUES (?, ?) ON CONFLICT DO NOTHING', fullName, id);
  }

  saveKeyPrefix(object: string, prefix: string): void {
    this.database.run('INSERT INTO "_key_prefix" VALUES (?, ?) ON CONFLICT DO NOTHING', object, prefix);
  }
}

const numberedPrefix = (letter: string, number: number): string =>
  `${letter}${prefixDigits.charAt(Math.floor(number / 62))}${prefixDigits.charAt(number % 62)}`;
