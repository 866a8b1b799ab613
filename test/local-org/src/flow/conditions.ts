import { FlowFault } from './flow-fault.ts';
import type { Interview } from './interview.ts';
import { combine } from './logic.ts';
import type { Condition, Conditions } from './model.ts';
import { resolve, valueOf } from './resolve.ts';
import { isBlankValue, isDate, isRecord, outsideValue, ownField, textOf } from './values.ts';
import type { FlowValue } from './values.ts';

const lower = (value: FlowValue): string => textOf(value).toLowerCase();

/** Texts are equal whatever their case; a date equals the midnight of a time. */
export function areSame(one: FlowValue, other: FlowValue): boolean {
  if (one === null || other === null) return one === null && other === null;
  if (isDate(one) && isDate(other)) return one.ms === other.ms;
  if (isDate(one) || isDate(other)) return asNumber(one) === asNumber(other);
  if (typeof one === 'number' || typeof other === 'number') return Number(one) === Number(other);
  if (typeof one === 'object' || typeof other === 'object') {
    return JSON.stringify(outsideValue(one)) === JSON.stringify(outsideValue(other));
  }
  if (typeof one === 'string' && typeof other === 'string' && isIdPair(one, other)) return sameId(one, other);
  return lower(one) === lower(other);
}

const idShape = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;
const isIdPair = (one: string, other: string): boolean =>
  one.length !== other.length && idShape.test(one) && idShape.test(other);
const sameId = (one: string, other: string): boolean => one.slice(0, 15) === other.slice(0, 15);

function asNumber(value: FlowValue): number {
  if (isDate(value)) return value.ms;
  return typeof value === 'string' && Number.isNaN(Number(value)) ? Date.parse(value) : Number(value);
}

/** Less than zero when `one` comes first; undefined where they cannot be compared. */
export function compareValues(one: FlowValue, other: FlowValue): number | undefined {
  if (one === null || other === null) return undefined;
  if (typeof one === 'string' && typeof other === 'string') {
    const [left, right] = [one.toLowerCase(), other.toLowerCase()];
    return left === right ? 0 : left < right ? -1 : 1;
  }
  const difference = asNumber(one) - asNumber(other);
  return Number.isNaN(difference) ? undefined : difference;
}

const order =
  (holds: (difference: number) => boolean) =>
  (one: FlowValue, other: FlowValue): boolean => {
    const difference = compareValues(one, other);
    return difference !== undefined && holds(difference);
  };

const list = (value: FlowValue): FlowValue[] => (Array.isArray(value) ? value : value === null ? [] : [value]);

const isEmpty = (value: FlowValue): boolean => (Array.isArray(value) ? value.length === 0 : isBlankValue(value));

/** Whether an operator's answer is the one the condition asks for, true unless it says false. */
const asAsked = (holds: boolean, wanted: FlowValue): boolean =>
  holds === (wanted === null || wanted === true || wanted === 'true');

type Compare = (one: FlowValue, other: FlowValue) => boolean;

/** A record that no look-up found and an empty record variable count as null. */
const isNull = (value: FlowValue): boolean =>
  value === null ||
  (isRecord(value) && Object.keys(value.fields).length === 0) ||
  (Array.isArray(value) && value.length === 0);

const contains: Compare = (one, other) =>
  Array.isArray(one)
    ? one.some((item) => areSame(item, other))
    : !isBlankValue(other) && lower(one).includes(lower(other));

export const comparisons: Record<string, Compare> = {
  EqualTo: areSame,
  NotEqualTo: (one, other) => !areSame(one, other),
  GreaterThan: order((difference) => difference > 0),
  LessThan: order((difference) => difference < 0),
  GreaterThanOrEqualTo: order((difference) => difference >= 0),
  LessThanOrEqualTo: order((difference) => difference <= 0),
  StartsWith: (one, other) => one !== null && lower(one).startsWith(lower(other)),
  EndsWith: (one, other) => one !== null && lower(one).endsWith(lower(other)),
  Contains: contains,
  DoesNotContain: (one, other) => !contains(one, other),
  In: (one, other) => list(other).some((item) => areSame(one, item)),
  NotIn: (one, other) => !list(other).some((item) => areSame(one, item)),
  IsNull: (one, wanted) => asAsked(isNull(one), wanted),
  IsBlank: (one, wanted) => asAsked(isRecord(one) ? isNull(one) : isEmpty(one), wanted),
  IsEmpty: (one, wanted) => asAsked(isRecord(one) ? isNull(one) : isEmpty(one), wanted),
  WasSelected: (one, wanted) => asAsked(one !== null && one !== false, wanted),
};

export const conditionsHold = (interview: Interview, { logic, conditions }: Conditions): boolean =>
  combine(logic, conditions.length, (index) => {
    const condition = conditions[index];
    if (condition === undefined) throw new FlowFault(`There is no condition ${index + 1} in ${logic}.`);
    return conditionHolds(interview, condition);
  });

function conditionHolds(interview: Interview, { left, operator, right }: Condition): boolean {
  const wanted = valueOf(interview, right);
  if (operator === 'IsChanged') return asAsked(isChanged(interview, left), wanted);
  if (operator === 'WasSet') return asAsked(wasSet(interview, left), wanted);
  if (operator === 'WasVisited') return asAsked(interview.visited.has(left), wanted);
  if (operator === 'HasError') return asAsked(interview.errored.has(left), wanted);
  const compare = comparisons[operator];
  if (compare === undefined) throw new FlowFault(`The operator ${operator} isn't supported.`);
  return compare(resolve(interview, left), wanted);
}

/** Whether a field of the record that started the flow has another value than before; always false for a new one. */
export function isChanged(interview: Interview, reference: string): boolean {
  const { trigger } = interview;
  if (trigger?.prior === undefined || !reference.startsWith('$Record.')) return false;
  const path = reference.slice('$Record.'.length);
  return !areSame(resolve(interview, reference), resolve(interview, `$Record__Prior.${path}`));
}

/** Whether the field of a record variable has been given a value. */
function wasSet(interview: Interview, reference: string): boolean {
  const dot = reference.lastIndexOf('.');
  if (dot < 0) return resolve(interview, reference) !== null;
  const record = resolve(interview, reference.slice(0, dot));
  return isRecord(record) && (ownField(record.fields, reference.slice(dot + 1)) ?? null) !== null;
}
