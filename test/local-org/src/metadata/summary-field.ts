import { defineField } from '../schema/define-field.ts';
import type { DerivedColumn } from '../schema/derived-columns.ts';
import type { DescribeField } from '../schema/describe.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { quote } from '../storage/tables.ts';
import { MetadataProblem, splitFullName } from './component.ts';
import { childText, children } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** A roll-up summary: the field as it is described, and how it is computed from the details. */
export type SummaryField = { field: DescribeField; derived: DerivedColumn };

const aggregates: Readonly<Record<string, string>> = { count: 'COUNT', sum: 'SUM', min: 'MIN', max: 'MAX' };
const summable = ['double', 'currency', 'percent', 'int'];
const comparable = [...summable, 'date', 'datetime'];

const comparisons: Readonly<Record<string, string>> = {
  equals: 'IS',
  notEqual: 'IS NOT',
  lessThan: '<',
  greaterThan: '>',
  lessOrEqual: '<=',
  greaterOrEqual: '>=',
};

const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Reads a roll-up summary of an object over its details. Throws `MetadataProblem`. */
export function readSummaryField(
  { object, name, body }: { object: string; name: string; body: XmlElement },
  findObject: (name: string) => ObjectDefinition | undefined,
): SummaryField {
  const key = childText(body, 'summaryForeignKey') ?? '';
  const { object: childName, name: keyName } = splitFullName(key);
  const child = findObject(childName);
  const masterKey = child?.fields.find((field) => field.name === keyName);
  const isDetail = masterKey?.referenceTo.includes(object) === true && masterKey.relationshipOrder !== null;
  if (child === undefined || !isDetail) {
    throw new MetadataProblem(`Invalid summaryForeignKey: ${key} is no master-detail field of ${object}`, {
      element: 'summaryForeignKey',
    });
  }
  const operation = childText(body, 'summaryOperation') ?? '';
  const aggregate = aggregates[operation];
  if (aggregate === undefined) {
    throw new MetadataProblem(`Invalid summaryOperation: ${operation}`, { element: 'summaryOperation' });
  }
  const summarized = operation === 'count' ? undefined : summarizedField(body, child, operation);
  const conditions = children(body, 'summaryFilterItems').map((item) => condition(item, child));
  const column = summarized === undefined ? '*' : `c.${quote(summarized.name)}`;
  const where = ['c."IsDeleted" = 0', ...conditions].join(' AND ');
  const value = (alias: string): string =>
    `(SELECT ${aggregate}(${column}) FROM ${quote(child.name)} c WHERE c.${quote(keyName)} = ${alias}."Id" AND ${where})`;
  const { type = 'double', precision = 18, scale = 0 } = summarized ?? {};
  const label = childText(body, 'label') ?? name;
  return {
    field: defineField(
      { name, label, type, precision, scale },
      { access: 'none', custom: true, required: false, permissionable: true, calculated: true },
    ),
    derived: (alias) => (operation === 'sum' ? `IFNULL(${value(alias)}, 0)` : value(alias)),
  };
}

function summarizedField(body: XmlElement, child: ObjectDefinition, operation: string): DescribeField {
  const path = childText(body, 'summarizedField') ?? '';
  const field = child.fields.find(({ name }) => `${child.name}.${name}` === path);
  const allowed = operation === 'sum' ? summable : comparable;
  if (field !== undefined && allowed.includes(field.type)) return field;
  throw new MetadataProblem(`Invalid summarizedField for ${operation}: ${path}`, { element: 'summarizedField' });
}

function condition(item: XmlElement, child: ObjectDefinition): string {
  const path = childText(item, 'field') ?? '';
  const field = child.fields.find(({ name }) => `${child.name}.${name}` === path);
  const operator = comparisons[childText(item, 'operation') ?? ''];
  const value = childText(item, 'value');
  if (field === undefined || operator === undefined) {
    throw new MetadataProblem(`Invalid summaryFilterItems: ${path} ${childText(item, 'operation') ?? ''}`, {
      element: 'summaryFilterItems',
    });
  }
  const column = `c.${quote(field.name)}`;
  if (value === undefined) return `${column} ${operator} NULL`;
  if (field.type === 'boolean') return `${column} ${operator} ${value.toLowerCase() === 'true' ? '1' : '0'}`;
  return `${column} ${operator} ${summable.includes(field.type) ? String(Number(value)) : literal(value)}`;
}
