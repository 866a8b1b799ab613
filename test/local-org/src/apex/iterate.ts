import { ApexFault, nullFault } from './run.ts';
import type { Run } from './run.ts';
import { ApexList, ApexObject, ApexSet } from './values.ts';
import type { Value } from './values.ts';

/** The elements that a loop goes through; a list that changes while it is gone through is an error. */
export function* each(t: Run, value: Value): Generator<Value> {
  if (value instanceof ApexList) {
    const { items } = value;
    const size = items.length;
    for (let index = 0; index < items.length; index += 1) {
      if (items.length !== size)
        throw new ApexFault('System.ListException', 'Cannot modify a collection while it is being iterated.');
      yield items[index] ?? null;
    }
  } else if (value instanceof ApexSet) {
    const size = value.entries.size;
    for (const one of [...value.entries.values()]) {
      if (value.entries.size !== size)
        throw new ApexFault('System.FinalException', 'Cannot modify a collection while it is being iterated.');
      yield one;
    }
  } else {
    const object = required(value);
    const iterator = object.of.hasMethod('iterator', 0) ? t.call(object, 'iterator', []) : object;
    if (!(iterator instanceof ApexObject)) throw nullFault();
    while (t.call(iterator, 'hasNext', []) === true) yield t.call(iterator, 'next', []);
  }
}

function required(value: Value): ApexObject {
  if (!(value instanceof ApexObject)) throw nullFault();
  return value;
}
