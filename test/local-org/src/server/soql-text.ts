import type { DescribeField } from '../schema/describe.ts';

/** A text as SOQL writes it. */
export const quote = (value: string): string =>
  `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

const unquoted = new Set(['int', 'double', 'currency', 'percent', 'boolean', 'date', 'datetime']);

/** A value of a field, read from an address, as SOQL writes it. */
export const literal = ({ type }: DescribeField, value: string): string => (unquoted.has(type) ? value : quote(value));
