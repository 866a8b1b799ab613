import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Run } from '../run.ts';
import { objectType } from '../types.ts';
import type { ApexType } from '../types.ts';
import { ApexList, ApexObject, ApexSObject, ApexSet } from '../values.ts';
import type { Value } from '../values.ts';
import { requireArgument, requireChangeable } from './collection-guards.ts';
import { hashOf, isSame } from './equality.ts';
import { textOfCollection } from './value-text.ts';

/** The elements of whatever a loop can run over: a list, a set, or an instance of a class that is Iterable. */
export function itemsOf(run: Run, source: Value): Value[] {
  if (source instanceof ApexList) return source.items;
  if (source instanceof ApexSet) return [...source.entries.values()];
  if (!(source instanceof ApexObject)) return [];
  const iterator = run.call(source, 'iterator', []);
  const items: Value[] = [];
  if (!(iterator instanceof ApexObject)) return items;
  while (run.call(iterator, 'hasNext', []) === true) items.push(run.call(iterator, 'next', []));
  return items;
}

export const boundsFault = (index: number): ApexFault =>
  new ApexFault('System.ListException', `List index out of bounds: ${String(index)}`);

/** An index that is in the list; `size` may be one more to add at the end. */
function requireIndex(index: number | null, size: number): number {
  const place = requireArgument(index);
  if (place < 0 || place >= size) throw boundsFault(place);
  return place;
}

/** Sorts in place: by the elements' own order, or by a Comparator. Nothing is changed where a comparison fails. */
function sort(run: Run, list: ApexList, comparator: ApexObject | null): void {
  requireChangeable(list);
  const compare = (one: Value, other: Value): number => {
    if (comparator === null) return run.compare(one, other);
    const result = run.call(comparator, 'compare', [one, other]);
    return typeof result === 'number' ? result : 0;
  };
  list.items = [...list.items].sort(compare);
}

/** Fields that the platform writes: a clone has them only on request. */
const readOnlyFields = ['createdbyid', 'createddate', 'lastmodifiedbyid', 'lastmodifieddate', 'systemmodstamp'];

export type CloneOptions = { keepsId?: boolean; keepsTimestamps?: boolean };

/** A copy of a record that shares its parents and children. */
export function cloneRecord(record: ApexSObject, { keepsId = false, keepsTimestamps = false }: CloneOptions = {}) {
  const copy = new ApexSObject(record.type);
  copy.isQueried = record.isQueried;
  for (const [name, value] of record.fields) {
    if (name === 'id' && !keepsId) continue;
    if (readOnlyFields.includes(name) && !keepsTimestamps) continue;
    copy.set(record.names.get(name) ?? name, value);
  }
  return copy;
}

const deepClone = (run: Run, list: ApexList, options: CloneOptions = {}): ApexList =>
  run.list(
    list.of,
    list.items.map((item) => (item instanceof ApexSObject ? cloneRecord(item, options) : item)),
  );

const indexOf = (run: Run, list: ApexList, value: Value): number =>
  list.items.findIndex((item) => isSame(run, item, value));

function addAll(run: Run, list: ApexList, from: Value): void {
  const items = itemsOf(run, requireArgument(from));
  requireChangeable(list);
  list.items.push(...(items === list.items ? [...items] : items));
}

/** `new List<T>(source)`, where the type of the elements is known. */
export const listFrom = (run: Run, of: ApexType, source: Value): ApexList =>
  run.list(of, [...itemsOf(run, requireArgument(source))]);

const copyOf = (run: Run, from: ApexList | ApexSet | null): ApexList => listFrom(run, requireArgument(from).of, from);

type Position = { items: readonly Value[]; next: number };
const positionOf = (iterator: ApexObject): Position => iterator.native as Position;

/** Runs over the elements as they are now. */
export const iteratorOf = (run: Run, items: readonly Value[]): ApexObject =>
  run.make('System.ListIterator', { items: [...items], next: 0 } satisfies Position);

export const listClasses: readonly LibraryClass[] = [
  defineClass(
    'System.List<T>',
    {
      'new()': (run: Run) => run.list(objectType),
      'new(List<T> listToCopy)': (run: Run, from: ApexList | null) => copyOf(run, from),
      'new(Set<T> setToCopy)': (run: Run, from: ApexSet | null) => copyOf(run, from),
      'void add(T element)': (_run: Run, list: ApexList, value: Value) => {
        requireChangeable(list);
        list.items.push(value);
        return undefined;
      },
      'void add(Integer index, T element)': (_run: Run, list: ApexList, index: number | null, value: Value) => {
        requireChangeable(list);
        list.items.splice(requireIndex(index, list.items.length + 1), 0, value);
        return undefined;
      },
      'void addAll(List<T> from)': (run: Run, list: ApexList, from: ApexList | null) => {
        addAll(run, list, from);
        return undefined;
      },
      'void addAll(Set<T> from)': (run: Run, list: ApexList, from: ApexSet | null) => {
        addAll(run, list, from);
        return undefined;
      },
      'void addAll(Iterable<T> from)': (run: Run, list: ApexList, from: ApexObject | null) => {
        addAll(run, list, from);
        return undefined;
      },
      'void clear()': (_run: Run, list: ApexList) => {
        requireChangeable(list);
        list.items = [];
        return undefined;
      },
      'List<T> clone()': (run: Run, list: ApexList) => run.list(list.of, [...list.items]),
      'Boolean contains(T element)': (run: Run, list: ApexList, value: Value) => indexOf(run, list, value) !== -1,
      'List<T> deepClone()': (run: Run, list: ApexList) => deepClone(run, list),
      'List<T> deepClone(Boolean preserveId)': (run: Run, list: ApexList, keepsId: boolean | null) =>
        deepClone(run, list, { keepsId: keepsId === true }),
      'List<T> deepClone(Boolean preserveId, Boolean preserveReadonlyTimestamps)': (
        run: Run,
        list: ApexList,
        keepsId: boolean | null,
        keepsTimestamps: boolean | null,
      ) => deepClone(run, list, { keepsId: keepsId === true, keepsTimestamps: keepsTimestamps === true }),
      'List<T> deepClone(Boolean preserveId, Boolean preserveReadonlyTimestamps, Boolean preserveAutonumber)': (
        run: Run,
        list: ApexList,
        keepsId: boolean | null,
        keepsTimestamps: boolean | null,
      ) => deepClone(run, list, { keepsId: keepsId === true, keepsTimestamps: keepsTimestamps === true }),
      'Boolean equals(Object other)': (run: Run, list: ApexList, other: Value) => isSame(run, list, other),
      'T get(Integer index)': (_run: Run, list: ApexList, index: number | null) =>
        list.items[requireIndex(index, list.items.length)] ?? null,
      'Integer hashCode()': (run: Run, list: ApexList) => hashOf(run, list),
      'Integer indexOf(T element)': (run: Run, list: ApexList, value: Value) => indexOf(run, list, value),
      'Boolean isEmpty()': (_run: Run, list: ApexList) => list.items.length === 0,
      'Iterator<T> iterator()': (run: Run, list: ApexList) => iteratorOf(run, list.items),
      'T remove(Integer index)': (_run: Run, list: ApexList, index: number | null) => {
        const place = requireIndex(index, list.items.length);
        requireChangeable(list);
        return list.items.splice(place, 1)[0] ?? null;
      },
      'void set(Integer index, T element)': (_run: Run, list: ApexList, index: number | null, value: Value) => {
        list.items[requireIndex(index, list.items.length)] = value;
        return undefined;
      },
      'Integer size()': (_run: Run, list: ApexList) => list.items.length,
      'void sort()': (run: Run, list: ApexList) => {
        sort(run, list, null);
        return undefined;
      },
      'void sort(Comparator<T> comparator)': (run: Run, list: ApexList, comparator: ApexObject | null) => {
        sort(run, list, requireArgument(comparator));
        return undefined;
      },
      'String toString()': (run: Run, list: ApexList) => textOfCollection(run, list),
    },
    { interfaces: ['System.Iterable'] },
  ),
  defineClass(
    'System.ListIterator<T>',
    {
      'Boolean hasNext()': (_run: Run, me: ApexObject) => positionOf(me).next < positionOf(me).items.length,
      'T next()': (_run: Run, me: ApexObject) => {
        const position = positionOf(me);
        if (position.next >= position.items.length)
          throw new ApexFault('System.NoSuchElementException', 'Iterator has no more elements');
        position.next += 1;
        return position.items[position.next - 1] ?? null;
      },
    },
    { interfaces: ['System.Iterator'] },
  ),
];
