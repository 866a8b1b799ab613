import type { FieldType } from '../schema/describe.ts';
import type { PlannedItem, Select } from './select-plan.ts';

/** One column as `?columns=true` describes it; parents and sub-queries hold their own in `joinColumns`. */
export type ColumnMetadata = {
  aggregate: boolean;
  /** null where the column is no field of the object. */
  apexType: string | null;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: ColumnMetadata[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
};

const numeric: readonly FieldType[] = ['int', 'double', 'currency', 'percent'];
const apexTypes: Partial<Record<FieldType, string>> = {
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
  id: 'Id',
  reference: 'Id',
  address: 'Address',
};

const column = (name: string, type: FieldType | undefined, more: Partial<ColumnMetadata> = {}): ColumnMetadata => ({
  aggregate: false,
  apexType: (type === undefined ? undefined : apexTypes[type]) ?? 'String',
  booleanType: type === 'boolean',
  columnName: name,
  custom: name.endsWith('__c'),
  displayName: name,
  foreignKeyName: null,
  insertable: false,
  joinColumns: [],
  numberType: type !== undefined && numeric.includes(type),
  textType: type === undefined || apexTypes[type] === undefined,
  updatable: false,
  ...more,
});

/** The metadata of a query's columns, parents gathered under their relationship. */
export function describeColumns(select: Select): ColumnMetadata[] {
  const columns: ColumnMetadata[] = [];
  for (const item of select.items) {
    if (item.kind === 'children') {
      const joinColumns = describeColumns(item.select);
      columns.push(column(item.name, undefined, { aggregate: true, apexType: null, textType: false, joinColumns }));
      continue;
    }
    let level = columns;
    for (const { name } of item.kind === 'typeof' ? [] : item.parents) {
      let parent = level.find((one) => one.columnName === name);
      if (parent === undefined) {
        parent = column(name, undefined, { apexType: null, textType: false, foreignKeyName: foreignKeyOf(name) });
        level.push(parent);
      }
      level = parent.joinColumns;
    }
    level.push(describeItem(item));
  }
  return columns;
}

/** `Owner` → `OwnerId`, `Invoice__r` → `Invoice__c`. */
const foreignKeyOf = (relationship: string): string =>
  relationship.endsWith('__r') ? relationship.replace(/__r$/, '__c') : `${relationship}Id`;

function describeItem(item: Exclude<PlannedItem, { kind: 'children' }>): ColumnMetadata {
  if (item.kind !== 'value') return column(item.name, item.kind === 'compound' ? 'address' : undefined);
  const { name, type, expression } = item;
  if (expression === undefined) return column(name, type);
  // A grouped field with an alias counts as aggregate too: https://github.com/forcedotcom/cli/issues/2566
  return column(name, type, { aggregate: true, apexType: null, custom: false, displayName: expression });
}

/** The paths of a query's columns as the head of a CSV has them: `Id`, `Owner.Name`. */
export function columnPaths(select: Select): string[] {
  return select.items.map((item) => {
    const parents = item.kind === 'value' || item.kind === 'compound' ? item.parents.map(({ name }) => name) : [];
    return [...parents, item.name].join('.');
  });
}
