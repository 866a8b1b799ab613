import { FlowFault } from './flow-fault.ts';
import type { FlowField, FlowObject } from './flow-host.ts';
import type { Interview } from './interview.ts';
import { logicReader } from './logic.ts';
import type { LookupElement, RecordFilter, RecordFilters } from './model.ts';
import { valueOf } from './resolve.ts';
import { isRecord, plainValue, textOf } from './values.ts';
import type { FlowValue } from './values.ts';

const never = 'Id = null';
const always = 'Id != null';

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

const textTypes = [
  'string',
  'picklist',
  'multipicklist',
  'textarea',
  'reference',
  'id',
  'email',
  'phone',
  'url',
  'combobox',
  'encryptedstring',
];

/** A value as SOQL writes it for a field of this type. */
function literal(value: FlowValue, { type }: FlowField): string {
  if (isRecord(value)) return quoted(textOf(value.fields['Id'] ?? null));
  const plain = plainValue(value);
  if (plain === null) return 'null';
  if (textTypes.includes(type)) return quoted(String(plain));
  if (type === 'date') return String(plain).slice(0, 10);
  if (type === 'datetime') return String(plain).length === 10 ? `${String(plain)}T00:00:00Z` : String(plain);
  return typeof plain === 'string' && type !== 'boolean' && Number.isNaN(Number(plain)) ? quoted(plain) : String(plain);
}

const pattern = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const signs: Record<string, string> = {
  EqualTo: '=',
  NotEqualTo: '!=',
  GreaterThan: '>',
  LessThan: '<',
  GreaterThanOrEqualTo: '>=',
  LessThanOrEqualTo: '<=',
};

function likeCondition(name: string, operator: string, value: FlowValue): string | undefined {
  const text = pattern(textOf(value));
  if (operator === 'StartsWith') return `${name} LIKE ${quoted(`${text}%`).replaceAll('\\\\', '\\')}`;
  if (operator === 'EndsWith') return `${name} LIKE ${quoted(`%${text}`).replaceAll('\\\\', '\\')}`;
  if (operator === 'Contains') return `${name} LIKE ${quoted(`%${text}%`).replaceAll('\\\\', '\\')}`;
  if (operator === 'DoesNotContain') return `(NOT ${name} LIKE ${quoted(`%${text}%`).replaceAll('\\\\', '\\')})`;
  return undefined;
}

function condition(interview: Interview, object: FlowObject, { field, operator, value }: RecordFilter): string {
  const described = fieldNamed(object, field);
  const given = valueOf(interview, value);
  const { name } = described;
  if (operator === 'IsNull' || operator === 'IsBlank' || operator === 'IsEmpty') {
    return `${name} ${given === false || given === 'false' ? '!=' : '='} null`;
  }
  if (operator === 'In' || operator === 'NotIn') {
    const values = (Array.isArray(given) ? given : [given]).filter((one) => one !== null);
    if (values.length === 0) return operator === 'In' ? never : always;
    const listed = [...new Set(values.map((one) => literal(one, described)))];
    return `${name} ${operator === 'In' ? 'IN' : 'NOT IN'} (${listed.join(', ')})`;
  }
  if (described.type === 'multipicklist' && (operator === 'Contains' || operator === 'DoesNotContain')) {
    return `${name} ${operator === 'Contains' ? 'INCLUDES' : 'EXCLUDES'} (${literal(given, described)})`;
  }
  const like = likeCondition(name, operator, given);
  if (like !== undefined) return like;
  const sign = signs[operator];
  if (sign === undefined) throw new FlowFault(`The operator ${operator} isn't supported for records.`);
  // Nothing is more or less than no value; a checkbox always has one.
  if (given === null && sign !== '=' && sign !== '!=') return never;
  if (given === null && described.type === 'boolean') return sign === '=' ? never : always;
  return `${name} ${sign} ${literal(given, described)}`;
}

function fieldNamed(object: FlowObject, name: string): FlowField {
  const field = object.field(name);
  if (field === undefined) throw new FlowFault(`The field "${name}" for the object "${object.name}" doesn't exist.`);
  return field;
}

/** The WHERE clause of filters, empty without filters. Throws `FlowFault`. */
export function whereClause(interview: Interview, object: FlowObject, { logic, filters }: RecordFilters): string {
  if (filters.length === 0) return '';
  const parts = filters.map((filter) => condition(interview, object, filter));
  const kind = logic.trim().toLowerCase();
  if (kind === 'and' || kind === 'or' || kind === '') return ` WHERE ${parts.join(kind === 'or' ? ' OR ' : ' AND ')}`;
  const read = logicReader<string>(logic, {
    condition: (number) => {
      const part = parts[number - 1];
      if (part === undefined) throw new FlowFault(`There is no condition ${number} in ${logic}.`);
      return part;
    },
    and: (one, other) => `(${one} AND ${other})`,
    or: (one, other) => `(${one} OR ${other})`,
    not: (one) => `(NOT ${one})`,
  });
  return ` WHERE ${read()}`;
}

const unreadTypes = ['address', 'location', 'base64'];

/** The query of a Get Records element. Throws `FlowFault`. */
export function lookupQuery(interview: Interview, element: LookupElement): string {
  const object = objectNamed(interview, element.object);
  const wanted = [...element.fields, ...element.outputFields.map(({ field }) => field)];
  const all = wanted.length === 0 || (element.storesAutomatically && element.fields.length === 0);
  const names = all
    ? object.fields.filter(({ type }) => !unreadTypes.includes(type)).map(({ name }) => name)
    : wanted.map((name) => fieldNamed(object, name).name);
  const where = whereClause(interview, object, element);
  const order =
    element.sortField === undefined
      ? ''
      : ` ORDER BY ${fieldNamed(object, element.sortField).name} ${element.sortOrder === 'Desc' ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}`;
  const limit = element.firstOnly ? 1 : Number(plainValue(valueOf(interview, element.limit)) ?? 0);
  return `SELECT ${[...new Set(['Id', ...names])].join(', ')} FROM ${object.name}${where}${order}${limit > 0 ? ` LIMIT ${limit}` : ''}`;
}

export function objectNamed({ host }: Interview, name: string): FlowObject {
  const object = host.describe(name);
  if (object === undefined) throw new FlowFault(`The object "${name}" doesn't exist.`);
  return object;
}
