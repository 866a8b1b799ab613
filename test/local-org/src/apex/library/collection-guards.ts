import { ApexFault } from '../run.ts';
import type { ApexList, ApexMap, ApexSet } from '../values.ts';

type Collection = ApexList | ApexSet | ApexMap;

const readOnly = new WeakSet<Collection>();
/** How many loops run over a collection at the moment. */
const loops = new WeakMap<Collection, number>();
let loopCount = 0;

/** Nothing can be added to it or removed from it from now on: `Trigger.new`, the map of a record's fields. */
export function makeReadOnly<T extends Collection>(collection: T): T {
  readOnly.add(collection);
  return collection;
}

/** A loop starts; it must end with `endLoop`, by an exception too. */
export function beginLoop(collection: Collection): void {
  loops.set(collection, (loops.get(collection) ?? 0) + 1);
  loopCount += 1;
}

export function endLoop(collection: Collection): void {
  const count = loops.get(collection) ?? 0;
  if (count === 0) return;
  if (count === 1) loops.delete(collection);
  else loops.set(collection, count - 1);
  loopCount -= 1;
}

export const readOnlyFault = (): ApexFault => new ApexFault('System.FinalException', 'Collection is read-only');

/** Called before elements are added or removed. */
export function requireChangeable(collection: Collection): void {
  if (readOnly.has(collection)) throw readOnlyFault();
  if (loopCount > 0 && loops.has(collection))
    throw new ApexFault('System.FinalException', 'Cannot modify a collection while it is being iterated.');
}

/** The fault of a null where a method wants a collection or a text. */
export const argumentFault = (position = 1): ApexFault =>
  new ApexFault('System.NullPointerException', `Argument ${String(position)} cannot be null`);

export function requireArgument<T>(value: T | null, position = 1): T {
  if (value === null) throw argumentFault(position);
  return value;
}
