import { addValues } from '../formula/values.ts';
import { areSame } from './conditions.ts';
import { FlowFault } from './flow-fault.ts';
import type { Interview } from './interview.ts';
import type { AssignmentItem } from './model.ts';
import { resolve, valueOf } from './resolve.ts';
import {
  copyValue,
  isApexObject,
  isDate,
  isRecord,
  newRecord,
  ownName,
  plainValue,
  textOf,
  toFormulaValue,
  typedValue,
} from './values.ts';
import type { FlowRecord, FlowValue } from './values.ts';

/** Runs one line of an assignment element. */
export function assignItem(interview: Interview, { target, operator, value }: AssignmentItem): void {
  const given = valueOf(interview, value);
  if (operator === 'AssignCount') {
    assignTo(interview, target, Array.isArray(given) ? given.length : 0);
    return;
  }
  const change = changes[operator];
  if (change === undefined) throw new FlowFault(`The assignment operator ${operator} isn't supported.`);
  assignTo(interview, target, change(resolve(interview, target), given));
}

type Change = (current: FlowValue, given: FlowValue) => FlowValue;

const items = (value: FlowValue): FlowValue[] => (Array.isArray(value) ? value : value === null ? [] : [value]);

const indexIn = (values: FlowValue[], wanted: FlowValue): number => values.findIndex((one) => areSame(one, wanted));

const onCollection =
  (apply: (current: FlowValue[], given: FlowValue) => FlowValue[]): Change =>
  (current, given) =>
    Array.isArray(current) ? apply(current, given) : current;

/** Adds a number, joins a text, moves a date by days, or puts an item or all items of a collection at the end. */
function add(current: FlowValue, given: FlowValue): FlowValue {
  if (Array.isArray(current)) return [...current, ...(Array.isArray(given) ? given : [given])];
  if (typeof current === 'string' || (current === null && typeof given === 'string')) {
    return textOf(current) + textOf(given);
  }
  return addValues(toFormulaValue(current), toFormulaValue(given), 1);
}

const changes: Record<string, Change> = {
  Assign: (_, given) => given,
  Add: add,
  Subtract: (current, given) =>
    Array.isArray(current)
      ? current.filter((one) => indexIn(items(given), one) < 0)
      : addValues(toFormulaValue(current), toFormulaValue(given), -1),
  // On a multi-select picklist: one more value.
  AddItem: (current, given) =>
    Array.isArray(current)
      ? add(current, given)
      : current === null || current === ''
        ? given
        : `${textOf(current)};${textOf(given)}`,
  AddAtStart: onCollection((current, given) => [...items(given), ...current]),
  RemoveAll: onCollection((current, given) => current.filter((one) => indexIn(items(given), one) < 0)),
  RemoveFirst: onCollection((current, given) => {
    const index = indexIn(current, given);
    return index < 0 ? current : current.toSpliced(index, 1);
  }),
  RemoveBeforeFirst: onCollection((current, given) => current.slice(Math.max(0, indexIn(current, given)))),
  RemoveAfterFirst: onCollection((current, given) => {
    const index = indexIn(current, given);
    return index < 0 ? current : current.slice(0, index + 1);
  }),
  // The first position is 1.
  RemovePosition: onCollection((current, given) => current.toSpliced(Number(plainValue(given)) - 1, 1)),
  RemoveUncommon: onCollection((current, given) => current.filter((one) => indexIn(items(given), one) >= 0)),
};

/** Sets a variable, or a field of a record or of an Apex value. */
export function assignTo(interview: Interview, target: string, value: FlowValue): void {
  const [first = '', ...path] = target.split('.');
  const copied = copyValue(value);
  if (path.length === 0) {
    interview.values.set(first, fitted(interview, first, copied));
    return;
  }
  const holder = first === '$Record' ? interview.trigger?.record : holderOf(interview, first);
  if (holder === undefined)
    throw new FlowFault(`The flow failed to access the value for ${target} because it hasn't been set or assigned.`);
  const field = path.join('.');
  if (isRecord(holder)) setField(interview, holder, { field, value: copied });
  else if (typeof holder === 'object' && holder !== null && !Array.isArray(holder) && isApexObject(holder)) {
    holder.fields[ownName(holder.fields, field) ?? field] = copied;
  } else
    throw new FlowFault(`The flow failed to access the value for ${target} because it hasn't been set or assigned.`);
}

/** A record variable that holds nothing yet becomes a new record of its object. */
function holderOf(interview: Interview, name: string): FlowValue | undefined {
  const current = interview.values.get(name);
  if (current !== undefined && current !== null) return current;
  const resource = interview.flow.resources.get(name);
  if (resource?.kind !== 'variable') return undefined;
  const created: FlowValue =
    resource.objectType === undefined ? { kind: 'apex', fields: {} } : newRecord(resource.objectType);
  interview.values.set(name, created);
  return created;
}

/** Sets a field under its own name, in the form of its type. */
export function setField(
  interview: Interview,
  record: FlowRecord,
  { field, value }: { field: string; value: FlowValue },
): void {
  const described = interview.host.describe(record.object)?.field(field);
  const name = described?.name ?? ownName(record.fields, field) ?? field;
  record.fields[name] = described === undefined ? value : fieldValue(value, described.type);
  record.changed.add(name);
}

/** A value as a field of this type holds it. */
export function fieldValue(value: FlowValue, type: string): FlowValue {
  if (value === null || isRecord(value) || Array.isArray(value)) return value;
  if (value === '') return null;
  if (isDate(value) && (type === 'date' || type === 'datetime')) return typedValue(plainValue(value), type);
  if (isDate(value)) return plainValue(value);
  return type === 'date' || type === 'datetime' || typeof value === 'object' ? typedIf(value, type) : value;
}

const typedIf = (value: FlowValue, type: string): FlowValue =>
  typeof value === 'string' ? typedValue(value, type) : value;

/** A value as the variable's data type holds it. */
function fitted(interview: Interview, name: string, value: FlowValue): FlowValue {
  const resource = interview.flow.resources.get(name);
  if (resource?.kind !== 'variable' || resource.isCollection || value === null) return value;
  const { dataType, scale } = resource;
  if (dataType === 'String' || dataType === 'Picklist' || dataType === 'Multipicklist') {
    if (isDate(value)) return textOf(value);
    return typeof value === 'object' ? value : String(value);
  }
  if (dataType === 'Number' || dataType === 'Currency') {
    const number = typeof value === 'object' || value === '' ? null : Number(value);
    return number === null || scale === undefined ? number : Number(number.toFixed(scale));
  }
  if (dataType === 'Date' || dataType === 'DateTime') return fieldValue(value, dataType.toLowerCase());
  if (dataType === 'Boolean') return value === true || value === 'true';
  return value;
}
