import type { FieldType } from '../schema/describe.ts';
import type { PlannedItem, Select } from './select-plan.ts';

/** A column of a query, so that code can type its values. */
export type QueryColumn =
  /** A field at the end of `parents`, or with `isExpression` an aggregate, function or grouped field by its alias. */
  | { kind: 'value'; parents: string[]; name: string; type: FieldType; isExpression: boolean }
  /** An address or location, an object of its parts. */
  | { kind: 'compound'; parents: string[]; name: string }
  /** A polymorphic parent of a TYPEOF, with the fields that are read of each object. */
  | { kind: 'typeof'; name: string; objects: Record<string, { name: string; type: FieldType }[]> }
  /** The rows of a sub-query. */
  | { kind: 'children'; name: string; object: string; columns: QueryColumn[] };

/** The columns of a query in the order selected. */
export const typedColumns = (select: Select): QueryColumn[] => select.items.map(typedColumn);

function typedColumn(item: PlannedItem): QueryColumn {
  switch (item.kind) {
    case 'value': {
      const { name, type, expression } = item;
      return { kind: 'value', parents: namesOf(item.parents), name, type, isExpression: expression !== undefined };
    }
    case 'compound':
      return { kind: 'compound', parents: namesOf(item.parents), name: item.name };
    case 'typeof': {
      const objects = [...item.objects].map(([object, fields]) => [
        object,
        fields.map(({ name, type }) => ({ name, type })),
      ]);
      return { kind: 'typeof', name: item.name, objects: Object.fromEntries(objects) };
    }
    case 'children':
      return { kind: 'children', name: item.name, object: item.select.object, columns: typedColumns(item.select) };
  }
}

const namesOf = (parents: readonly { name: string }[]): string[] => parents.map(({ name }) => name);
