import type { DerivedColumn } from './derived-columns.ts';
import type { DescribeField } from './describe.ts';

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The SQL of a formula field: it is calculated for the row as it is read. */
export function formulaColumn(object: string, field: DescribeField): DerivedColumn {
  const collation = field.type === 'string' ? ' COLLATE NOCASE' : '';
  return (alias, userId) =>
    `(formula_value(${text(object)}, ${text(field.name)}, ${alias}."Id", ${text(userId)})${collation})`;
}
