import type { Database } from '../storage/database.ts';
import type { Component } from './component.ts';
import type { XmlElement } from './xml.ts';

const prefixDigits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Keeps deployed components and the key prefixes of custom objects in the org's file. */
export class MetadataStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
    database.define(`CREATE TABLE IF NOT EXISTS "_metadata" ("Type" TEXT, "FullName" TEXT, "Body" TEXT NOT NULL, PRIMARY KEY ("Type", "FullName")) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS "_key_prefix" ("Object" TEXT PRIMARY KEY, "Prefix" TEXT NOT NULL UNIQUE) WITHOUT ROWID`);
  }

  components(): Component[] {
    return this.database
      .all('SELECT "Type", "FullName", "Body" FROM "_metadata" ORDER BY "Type", "FullName"')
      .map(({ Type, FullName, Body }) => ({
        type: String(Type),
        fullName: String(FullName),
        body: JSON.parse(String(Body)) as XmlElement,
      }));
  }

  save({ type, fullName, body }: Component): void {
    this.database.run(
      'INSERT INTO "_metadata" VALUES (?, ?, ?) ON CONFLICT ("Type", "FullName") DO UPDATE SET "Body" = excluded."Body"',
      type,
      fullName,
      JSON.stringify(body),
    );
  }

  /** The prefix an object was given, or the next free one (`a00`, `a01`, …), which is kept only by `saveKeyPrefix`. */
  keyPrefixes(): (object: string) => string {
    const taken = new Map(
      this.database
        .all('SELECT "Object", "Prefix" FROM "_key_prefix"')
        .map(({ Object: name, Prefix }) => [String(name), String(Prefix)]),
    );
    return (object) => {
      const prefix = taken.get(object) ?? numberedPrefix(taken.size);
      taken.set(object, prefix);
      return prefix;
    };
  }

  saveKeyPrefix(object: string, prefix: string): void {
    this.database.run('INSERT INTO "_key_prefix" VALUES (?, ?) ON CONFLICT DO NOTHING', object, prefix);
  }
}

const numberedPrefix = (number: number): string =>
  `a${prefixDigits.charAt(Math.floor(number / 62))}${prefixDigits.charAt(number % 62)}`;
