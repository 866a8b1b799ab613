import type { FieldType } from '../schema/describe.ts';
import type { SqlValue } from '../storage/database.ts';

/** A parent in a result: its name, the column of its id, and whether the reference is polymorphic. */
export type PlannedParent = { name: string; idIndex: number; isPolymorphic: boolean };

export type PlannedItem =
  /** A value at `parents` + `name`; `expression` is what an alias or a numbered name stands for. */
  | { kind: 'value'; parents: PlannedParent[]; name: string; index: number; type: FieldType; expression?: string }
  /** A compound of several columns. */
  | { kind: 'compound'; parents: PlannedParent[]; name: string; parts: { name: string; index: number }[] }
  | {
      kind: 'typeof';
      name: string;
      idIndex: number;
      /** The fields of each object that the reference may lead to. */
      objects: Map<string, { name: string; index: number; type: FieldType }[]>;
    }
  | { kind: 'children'; name: string; idIndex: number; select: Select };

/** A SELECT, ready to run: `items` map its columns to places in the result. */
export type Select = {
  object: string;
  sql: string;
  parameters: SqlValue[];
  items: PlannedItem[];
  idIndex: number;
  isAggregate: boolean;
  isCountOnly: boolean;
};

/** Collects the columns of a SELECT and their places in the result. */
export class ColumnList {
  readonly sql: string[] = [];
  readonly parameters: SqlValue[] = [];
  private readonly indexes = new Map<string, number>();

  /** The position of the column; adds the column if it is new. */
  add(sql: string, parameters: readonly SqlValue[] = []): number {
    const kept = parameters.length === 0 ? this.indexes.get(sql) : undefined;
    if (kept !== undefined) return kept;
    const index = this.sql.length;
    this.sql.push(sql);
    this.parameters.push(...parameters);
    if (parameters.length === 0) this.indexes.set(sql, index);
    return index;
  }
}
