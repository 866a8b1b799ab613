import type { DescribeField } from '../schema/describe.ts';
import type { FieldValue } from '../org.ts';
import type { SqlValue } from '../storage/database.ts';
import { isRecordId, toLongId } from '../storage/record-id.ts';
import { refusal } from './record-refusal.ts';
import type { RecordRefusal } from './record-refusal.ts';

const jsonKinds = { string: 'VALUE_STRING', boolean: 'VALUE_TRUE', number: 'VALUE_NUMBER_INT' } as const;

/** The platform's error for a value of the wrong type, raised before the record is checked. */
function wrongKind(field: DescribeField, value: FieldValue): RecordRefusal {
  const kind =
    value === false
      ? 'VALUE_FALSE'
      : typeof value === 'number' && !Number.isInteger(value)
        ? 'VALUE_NUMBER_FLOAT'
        : jsonKinds[typeof value as keyof typeof jsonKinds];
  const type =
    field.type === 'boolean' || field.type === 'int' || field.type === 'date' || field.type === 'datetime'
      ? field.type
      : isNumeric(field)
        ? 'double'
        : 'string';
  return refusal(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${kind} value ${String(value)} or request may be missing a required field at [line:1, column:2]`,
  );
}

const isNumeric = ({ type }: DescribeField): boolean => type === 'double' || type === 'currency' || type === 'percent';

/** A client's value in storage form: booleans 0 or 1, datetimes ISO in UTC, ids of 18. Throws `RecordRefusal`. */
export function coerceValue(field: DescribeField, value: FieldValue): SqlValue {
  if (value === null || value === '') {
    if (field.type !== 'boolean') return null;
    throw refusal('INVALID_TYPE_ON_FIELD_IN_RECORD', `Value for field ${field.name} can't be null`, [field.name]);
  }
  switch (field.type) {
    case 'boolean':
      return coerceBoolean(field, value);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return coerceNumber(field, value);
    case 'date':
    case 'datetime':
      return coerceDatetime(field, value);
    case 'id':
    case 'reference':
      return coerceId(field, value);
    default:
      return coerceText(field, value);
  }
}

// Booleans and numbers may be sent as text, because bulk loads have no other type.
function coerceBoolean(field: DescribeField, value: FieldValue): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = String(value).toLowerCase();
  if (text === 'true' || text === '1') return 1;
  if (text === 'false' || text === '0') return 0;
  throw wrongKind(field, value);
}

function coerceNumber(field: DescribeField, value: FieldValue): number {
  const number = typeof value === 'boolean' ? NaN : Number(value);
  if (!Number.isFinite(number)) throw wrongKind(field, value);
  if (field.type === 'int') {
    if (!Number.isInteger(number)) throw wrongKind(field, value);
    if (Math.abs(number) > 2_147_483_647) throw outsideRange(field, value);
    return number;
  }
  if (field.precision > 0 && Math.abs(number) >= 10 ** (field.precision - field.scale))
    throw outsideRange(field, value);
  return roundHalfUp(number, field.scale);
}

const outsideRange = (field: DescribeField, value: FieldValue): RecordRefusal =>
  refusal(
    'NUMBER_OUTSIDE_VALID_RANGE',
    `${field.label}: value outside of valid range on numeric field: ${String(value)}`,
    [field.name],
  );

/** Rounds half away from zero; the exponent form avoids 1.005 * 100 = 100.49999. */
export function roundHalfUp(value: number, scale: number): number {
  if (Number.isInteger(value)) return value;
  const shifted = Number(`${Math.abs(value)}e${scale}`);
  // Very small values already have an exponent of their own.
  if (Number.isNaN(shifted)) return Number(value.toFixed(scale));
  return Math.sign(value) * Number(`${Math.round(shifted)}e-${scale}`) || 0;
}

const dateShape = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/;
const zoneWithoutColon = /([+-]\d{2})(\d{2})$/;

function coerceDatetime(field: DescribeField, value: FieldValue): string {
  const text = String(value);
  const [, year = '', month = '', day = ''] = dateShape.exec(text) ?? [];
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // `Date` would turn February 31 into a day of March.
  if (typeof value !== 'string' || year === '' || new Date(midnight).getUTCDate() !== Number(day))
    throw wrongKind(field, value);
  if (field.type === 'date') return text.slice(0, 10);
  const time = Date.parse(text.replace(zoneWithoutColon, text.length > 10 ? '$1:$2' : '$&'));
  if (Number.isNaN(time)) throw wrongKind(field, value);
  return new Date(time).toISOString();
}

function coerceId(field: DescribeField, value: FieldValue): string {
  const text = String(value);
  if (!isRecordId(text))
    throw refusal('MALFORMED_ID', `${field.label}: id value of incorrect type: ${text}`, [field.name]);
  return toLongId(text);
}

const emailShape = /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+\.[^\s@.,;:<>()[\]\\"]+$/;

function coerceText(field: DescribeField, value: FieldValue): string {
  if (typeof value !== 'string') throw wrongKind(field, value);
  if (field.length > 0 && value.length > field.length) {
    throw refusal('STRING_TOO_LONG', `${field.label}: data value too large: ${value} (max length=${field.length})`, [
      field.name,
    ]);
  }
  if (field.type === 'email' && !emailShape.test(value)) {
    throw refusal('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${value}`, [field.name]);
  }
  if (field.type === 'picklist') return coercePicklist(field, value);
  if (field.type === 'multipicklist')
    return value
      .split(';')
      .map((one) => coercePicklist(field, one.trim()))
      .join(';');
  return value;
}

function coercePicklist(field: DescribeField, value: string): string {
  const wanted = value.toLowerCase();
  const entry = field.picklistValues.find((candidate) => candidate.active && candidate.value.toLowerCase() === wanted);
  if (entry !== undefined) return entry.value;
  if (!field.restrictedPicklist) return value;
  throw refusal(
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field.label}: bad value for restricted picklist field: ${value}`,
    [field.name],
  );
}
