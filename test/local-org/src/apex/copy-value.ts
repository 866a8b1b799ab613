import type { RuntimeClass } from './program.ts';
import { ApexList, ApexMap, ApexObject, ApexSet, ApexSObject } from './values.ts';
import type { Value } from './values.ts';

/**
 * A copy of a value with all that it holds, as a job is stored when it is enqueued: later changes do not reach it, and
 * transient fields are empty. What library classes keep is shared, because it is not changed.
 */
export function copyOf(value: Value, known = new Map<object, Value>()): Value {
  if (value === null || typeof value !== 'object') return value;
  const made = known.get(value);
  if (made !== undefined) return made;
  if (value instanceof ApexList) {
    const copy = new ApexList(value.of);
    known.set(value, copy);
    copy.items = value.items.map((one) => copyOf(one, known));
    return copy;
  }
  if (value instanceof ApexSet) {
    const copy = new ApexSet(value.of, value.keyOf);
    known.set(value, copy);
    for (const one of value.entries.values()) copy.add(copyOf(one, known));
    return copy;
  }
  if (value instanceof ApexMap) {
    const copy = new ApexMap(value.key, value.of, value.keyOf);
    known.set(value, copy);
    for (const [key, one] of value.entries.values()) copy.put(copyOf(key, known), copyOf(one, known));
    return copy;
  }
  if (value instanceof ApexSObject) return copyOfRecord(value, known);
  if (value instanceof ApexObject && 'symbol' in value.of) return copyOfObject(value, known);
  return value;
}

function copyOfRecord(record: ApexSObject, known: Map<object, Value>): ApexSObject {
  const copy = new ApexSObject(record.type);
  known.set(record, copy);
  copy.isQueried = record.isQueried;
  for (const [key, value] of record.fields) copy.set(record.names.get(key) ?? key, copyOf(value, known));
  return copy;
}

/** What is not copied, of superclasses too. */
function transientSlots(of: RuntimeClass): Set<string> {
  const slots = new Set<string>();
  for (let one: RuntimeClass | undefined = of; one !== undefined; one = one.superclass) {
    for (const { slot, isTransient } of one.symbol.fields.values()) if (isTransient) slots.add(slot);
  }
  return slots;
}

function copyOfObject(object: ApexObject, known: Map<object, Value>): ApexObject {
  const copy = new ApexObject(object.of, object.native);
  known.set(object, copy);
  const transient = transientSlots(object.of as RuntimeClass);
  for (const [name, value] of Object.entries(object.fields)) {
    copy.fields[name] = transient.has(name) ? null : copyOf(value, known);
  }
  return copy;
}
