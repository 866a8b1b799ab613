import { OrgError } from '../org-error.ts';
import type { FieldType } from '../schema/describe.ts';
import { isRecordId, toLongId } from '../storage/record-id.ts';
import type { SqlValue } from '../storage/database.ts';
import { malformed, pointAt } from './query-context.ts';
import type { QueryContext } from './query-context.ts';
import type { Expression } from './functions.ts';

const numeric: readonly FieldType[] = ['int', 'double', 'currency', 'percent'];
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const escape = /\\(u[\da-fA-F]{4}|[\s\S])/g;

/** The character of an escape sequence without its backslash: `n`, `u00e9`, `'`. */
const unescaped = (escaped: string): string =>
  escaped.length > 1 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (escapes[escaped] ?? escaped);

/** The text between SOQL's quotes. */
export const unquote = (literal: string): string =>
  literal.slice(1, -1).replace(escape, (_, escaped: string) => unescaped(escaped));

/** The pattern of a LIKE, in which backslashes still protect wildcards. */
export const likePattern = (literal: string): string =>
  literal
    .slice(1, -1)
    .replace(escape, (whole, escaped: string) =>
      escaped === '%' || escaped === '_' || escaped === '\\' ? whole : unescaped(escaped),
    );

function wrongType(context: QueryContext, { name, type }: Expression, isQuoted: boolean): OrgError {
  const shown =
    type === 'datetime'
      ? 'dateTime'
      : ['int', 'double', 'currency', 'percent', 'boolean', 'date', 'id'].includes(type)
        ? type
        : type === 'reference'
          ? 'id'
          : 'string';
  const hint = isQuoted ? 'should not be enclosed in quotes' : 'should be enclosed in quotes';
  const ending = ['string', 'id'].includes(shown) === isQuoted ? '' : ` and ${hint}`;
  return new OrgError(
    'INVALID_FIELD',
    `${pointAt(context.soql, name)}value of filter criterion for field '${name}' must be of type ${shown}${ending}`,
  );
}

/** A literal in storage form, checked against the type it is compared with. `null` is NULL. */
export function literalValue(
  context: QueryContext,
  subject: Expression,
  { value, literalType }: { value: string; literalType: string | undefined },
): SqlValue {
  const { type } = subject;
  const isNumeric = numeric.includes(type);
  switch (literalType) {
    case 'NULL':
      return null;
    case 'STRING':
      if (isNumeric || type === 'boolean' || type === 'date' || type === 'datetime')
        throw wrongType(context, subject, true);
      return type === 'id' || type === 'reference' ? idValue(context, subject, unquote(value)) : unquote(value);
    case 'INTEGER':
    case 'DECIMAL':
      if (!isNumeric) throw wrongType(context, subject, false);
      return Number(value);
    case 'INTEGER_WITH_CURRENCY_PREFIX':
    case 'DECIMAL_WITH_CURRENCY_PREFIX':
      if (!isNumeric) throw wrongType(context, subject, false);
      return Number(value.slice(3));
    case 'BOOLEAN':
      if (type !== 'boolean') throw wrongType(context, subject, false);
      return value.toUpperCase() === 'TRUE' ? 1 : 0;
    case 'DATE':
      if (type !== 'date') throw wrongType(context, subject, true);
      return value;
    case 'DATETIME':
      if (type !== 'datetime') throw wrongType(context, subject, true);
      return datetimeValue(value);
    default:
      throw malformed(`unexpected token: '${value}'`);
  }
}

function idValue(context: QueryContext, { name }: Expression, text: string): string {
  if (text !== '' && !isRecordId(text)) {
    throw new OrgError('INVALID_QUERY_FILTER_OPERATOR', `${pointAt(context.soql, name)}invalid ID field: ${text}`);
  }
  return toLongId(text);
}

function datetimeValue(text: string): string {
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (Number.isNaN(time)) throw malformed(`unexpected token: '${text}'`);
  return new Date(time).toISOString();
}
