import type { QueryRow } from '../org.ts';
import type { FieldType } from '../schema/describe.ts';
import type { Schema } from '../schema/schema.ts';
import type { SqlValue } from '../storage/database.ts';
import type { PlannedItem, PlannedParent, Select } from './select-plan.ts';

/** The columns of one row, in the order of the SELECT. */
export type ColumnValues = readonly SqlValue[];

export type RowOptions = {
  schema: Schema;
  /** `66.0` */
  apiVersion: string;
  /** Bulk answers end datetimes in Z, REST in +0000. */
  forBulk: boolean;
  /** Whether a file is shown as base64; by default by the address of its content. */
  asBlob: boolean;
  /** Rows of a child sub-query under a parent's id. */
  readChildren: (select: Select, parentId: string) => QueryRow[];
};

type Target = Record<string, unknown>;

const showValue = (value: SqlValue, type: FieldType, forBulk: boolean): unknown => {
  if (value === null) return type === 'boolean' ? false : null;
  if (type === 'boolean') return value === 1;
  return type === 'datetime' && !forBulk && typeof value === 'string' ? value.replace('Z', '+0000') : value;
};

/** Converts a row of columns to a record of the result. */
export function buildRow(select: Select, values: ColumnValues, options: RowOptions): QueryRow {
  const id = select.idIndex < 0 ? null : (values[select.idIndex] ?? null);
  const attributes = select.isAggregate
    ? { type: 'AggregateResult' }
    : recordAttributes(select.object, { object: select.object, id, apiVersion: options.apiVersion });
  const row: QueryRow = { attributes };
  for (const item of select.items) setItem(row, item, { values, options });
  return row;
}

const recordAttributes = (
  type: string,
  { object, id, apiVersion }: { object: string; id: SqlValue; apiVersion: string },
) => ({
  type,
  url: `/services/data/v${apiVersion}/sobjects/${object}/${String(id)}`,
});

function setItem(
  row: QueryRow,
  item: PlannedItem,
  { values, options }: { values: ColumnValues; options: RowOptions },
): void {
  switch (item.kind) {
    case 'value': {
      const target = item.parents.length === 0 ? row : parentTarget(row, item.parents, { values, options });
      if (target === undefined) return;
      const value = values[item.index] ?? null;
      const isAddress = item.type === 'base64' && value !== null && !options.asBlob && target === row;
      target[item.name] = isAddress
        ? `${row.attributes.url ?? ''}/${item.name}`
        : showValue(value, item.type, options.forBulk);
      return;
    }
    case 'compound': {
      const target = parentTarget(row, item.parents, { values, options });
      const parts = item.parts.map(({ name, index }) => [name, values[index] ?? null]);
      if (target !== undefined)
        target[item.name] = parts.every(([, value]) => value === null) ? null : Object.fromEntries(parts);
      return;
    }
    case 'typeof': {
      const id = values[item.idIndex] ?? null;
      row[item.name] = id === null ? null : typeofRecord(item, String(id), { values, options });
      return;
    }
    case 'children': {
      const records = options.readChildren(item.select, String(values[item.idIndex]));
      row[item.name] = records.length === 0 ? null : { totalSize: records.length, done: true, records };
    }
  }
}

/** The parent's record within the row, created if missing; undefined if the row has no such parent. */
function parentTarget(
  row: Target,
  parents: readonly PlannedParent[],
  { values, options }: { values: ColumnValues; options: RowOptions },
): Target | undefined {
  let target = row;
  for (const { name, idIndex, isPolymorphic } of parents) {
    const id = values[idIndex] ?? null;
    if (id === null) {
      target[name] ??= null;
      return undefined;
    }
    const object = options.schema.objectOfId(String(id))?.name ?? 'Name';
    // The target of a polymorphic reference has the type `Name`.
    const attributes = recordAttributes(isPolymorphic ? 'Name' : object, {
      object,
      id,
      apiVersion: options.apiVersion,
    });
    target = (target[name] ??= { attributes }) as Target;
  }
  return target;
}

function typeofRecord(
  item: Extract<PlannedItem, { kind: 'typeof' }>,
  id: string,
  { values, options }: { values: ColumnValues; options: RowOptions },
): Target {
  const object = options.schema.objectOfId(id)?.name ?? 'Name';
  const record: Target = { attributes: recordAttributes(object, { object, id, apiVersion: options.apiVersion }) };
  for (const { name, index, type } of item.objects.get(object) ?? []) {
    record[name] = showValue(values[index] ?? null, type, options.forBulk);
  }
  return record;
}
