import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { objectType } from '../types.ts';
import type { ApexType } from '../types.ts';
import type { ApexList, ApexObject, ApexSet, Value } from '../values.ts';
import { requireArgument, requireChangeable } from './collection-guards.ts';
import { hashOf, isSame } from './equality.ts';
import { iteratorOf, itemsOf } from './list-class.ts';
import { textOfCollection } from './value-text.ts';

type Source = ApexList | ApexSet | ApexObject | null;

/** `new Set<T>(source)`, where the type of the elements is known. */
export const setFrom = (run: Run, of: ApexType, source: Value): ApexSet =>
  run.set(of, itemsOf(run, requireArgument(source)));

const copyOf = (run: Run, from: ApexList | ApexSet | null): ApexSet => setFrom(run, requireArgument(from).of, from);

/** Whether the set changed. */
function addAll(run: Run, set: ApexSet, from: Source): boolean {
  const items = itemsOf(run, requireArgument(from));
  requireChangeable(set);
  const size = set.entries.size;
  for (const item of items) set.add(item);
  return set.entries.size > size;
}

function removeAll(run: Run, set: ApexSet, from: Source): boolean {
  const items = itemsOf(run, requireArgument(from));
  requireChangeable(set);
  const size = set.entries.size;
  for (const item of items) set.entries.delete(set.keyOf(item));
  return set.entries.size < size;
}

function retainAll(run: Run, set: ApexSet, from: Source): boolean {
  const kept = new Set(itemsOf(run, requireArgument(from)).map((item) => set.keyOf(item)));
  requireChangeable(set);
  const size = set.entries.size;
  for (const key of [...set.entries.keys()]) if (!kept.has(key)) set.entries.delete(key);
  return set.entries.size < size;
}

const containsAll = (run: Run, set: ApexSet, from: Source): boolean =>
  itemsOf(run, requireArgument(from)).every((item) => set.has(item));

export const setClass: LibraryClass = defineClass(
  'System.Set<T>',
  {
    'new()': (run: Run) => run.set(objectType),
    'new(List<T> listToCopy)': (run: Run, from: ApexList | null) => copyOf(run, from),
    'new(Set<T> setToCopy)': (run: Run, from: ApexSet | null) => copyOf(run, from),
    'Boolean add(T element)': (_run: Run, set: ApexSet, value: Value) => {
      requireChangeable(set);
      return set.add(value);
    },
    'Boolean addAll(List<T> from)': (run: Run, set: ApexSet, from: Source) => addAll(run, set, from),
    'Boolean addAll(Set<T> from)': (run: Run, set: ApexSet, from: Source) => addAll(run, set, from),
    'Boolean addAll(Iterable<T> from)': (run: Run, set: ApexSet, from: Source) => addAll(run, set, from),
    'void clear()': (_run: Run, set: ApexSet) => {
      requireChangeable(set);
      set.entries.clear();
      return undefined;
    },
    'Set<T> clone()': (run: Run, set: ApexSet) => run.set(set.of, set.entries.values()),
    'Boolean contains(T element)': (_run: Run, set: ApexSet, value: Value) => set.has(value),
    'Boolean containsAll(List<T> from)': (run: Run, set: ApexSet, from: Source) => containsAll(run, set, from),
    'Boolean containsAll(Set<T> from)': (run: Run, set: ApexSet, from: Source) => containsAll(run, set, from),
    'Boolean containsAll(Iterable<T> from)': (run: Run, set: ApexSet, from: Source) => containsAll(run, set, from),
    'Boolean equals(Object other)': (run: Run, set: ApexSet, other: Value) => isSame(run, set, other),
    'Integer hashCode()': (run: Run, set: ApexSet) => hashOf(run, set),
    'Boolean isEmpty()': (_run: Run, set: ApexSet) => set.entries.size === 0,
    'Iterator<T> iterator()': (run: Run, set: ApexSet) => iteratorOf(run, [...set.entries.values()]),
    'Boolean remove(T element)': (_run: Run, set: ApexSet, value: Value) => {
      requireChangeable(set);
      return set.entries.delete(set.keyOf(value));
    },
    'Boolean removeAll(List<T> from)': (run: Run, set: ApexSet, from: Source) => removeAll(run, set, from),
    'Boolean removeAll(Set<T> from)': (run: Run, set: ApexSet, from: Source) => removeAll(run, set, from),
    'Boolean removeAll(Iterable<T> from)': (run: Run, set: ApexSet, from: Source) => removeAll(run, set, from),
    'Boolean retainAll(List<T> from)': (run: Run, set: ApexSet, from: Source) => retainAll(run, set, from),
    'Boolean retainAll(Set<T> from)': (run: Run, set: ApexSet, from: Source) => retainAll(run, set, from),
    'Boolean retainAll(Iterable<T> from)': (run: Run, set: ApexSet, from: Source) => retainAll(run, set, from),
    'Integer size()': (_run: Run, set: ApexSet) => set.entries.size,
    'String toString()': (run: Run, set: ApexSet) => textOfCollection(run, set),
  },
  { interfaces: ['System.Iterable'] },
);
