import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Run } from '../run.ts';
import { idType, objectType } from '../types.ts';
import type { ApexType } from '../types.ts';
import { ApexMap, ApexSObject } from '../values.ts';
import type { ApexList, Value } from '../values.ts';
import { requireArgument, requireChangeable } from './collection-guards.ts';
import { hashOf, isSame } from './equality.ts';
import { ApexKeySet } from './key-set.ts';
import { cloneRecord } from './list-class.ts';
import { textOfCollection } from './value-text.ts';

/** Puts records under their Ids; the constructor takes each Id once, `putAll` the last record of an Id. */
function putRecords(map: ApexMap, records: ApexList, takesDuplicates: 'takes duplicates' | 'refuses duplicates'): void {
  records.items.forEach((record, index) => {
    const fault = (text: string): ApexFault =>
      new ApexFault('System.ListException', `${text} at index: ${String(index)}`);
    if (!(record instanceof ApexSObject)) throw fault('Null row');
    const id = record.get('Id');
    if (id === null) throw fault('Row with null Id');
    if (takesDuplicates === 'refuses duplicates' && map.has(id)) throw fault('Row with duplicate Id');
    map.put(id, record);
  });
}

function putAll(map: ApexMap, from: ApexMap): void {
  for (const [key, value] of [...from.entries.values()]) map.put(key, value);
}

/** `new Map<K,V>(source)`, where the types are known: a copy of a map, or records by their Ids. */
export function mapFrom(run: Run, key: ApexType, of: ApexType, source: ApexMap | ApexList | null): ApexMap {
  const given = requireArgument(source);
  const made = run.map(key, of);
  if (given instanceof ApexMap) putAll(made, given);
  else putRecords(made, given, 'refuses duplicates');
  return made;
}

const copyOf = (run: Run, map: ApexMap): ApexMap => mapFrom(run, map.key, map.of, map);

export const mapClass: LibraryClass = defineClass('System.Map<K,V>', {
  'new()': (run: Run) => run.map(objectType, objectType),
  'new(Map<K,V> mapToCopy)': (run: Run, from: ApexMap | null) => copyOf(run, requireArgument(from)),
  'new(List<SObject> records)': (run: Run, from: ApexList | null) => {
    const records = requireArgument(from);
    return mapFrom(run, idType, records.of, records);
  },
  'void clear()': (_run: Run, map: ApexMap) => {
    requireChangeable(map);
    map.entries.clear();
    return undefined;
  },
  'Map<K,V> clone()': (run: Run, map: ApexMap) => copyOf(run, map),
  'Boolean containsKey(K key)': (_run: Run, map: ApexMap, key: Value) => map.has(key),
  'Map<K,V> deepClone()': (run: Run, map: ApexMap) => {
    const copy = run.map(map.key, map.of);
    for (const [key, value] of map.entries.values())
      copy.put(
        key,
        value instanceof ApexSObject ? cloneRecord(value, { keepsId: true, keepsTimestamps: true }) : value,
      );
    return copy;
  },
  'Boolean equals(Object other)': (run: Run, map: ApexMap, other: Value) => isSame(run, map, other),
  'V get(K key)': (_run: Run, map: ApexMap, key: Value) => map.get(key),
  'Integer hashCode()': (run: Run, map: ApexMap) => hashOf(run, map),
  'Boolean isEmpty()': (_run: Run, map: ApexMap) => map.entries.size === 0,
  'Set<K> keySet()': (_run: Run, map: ApexMap) => new ApexKeySet(map),
  'V put(K key, V value)': (_run: Run, map: ApexMap, key: Value, value: Value) => {
    requireChangeable(map);
    return map.put(key, value);
  },
  'void putAll(Map<K,V> from)': (_run: Run, map: ApexMap, from: ApexMap | null) => {
    const source = requireArgument(from);
    requireChangeable(map);
    putAll(map, source);
    return undefined;
  },
  'void putAll(List<SObject> records)': (_run: Run, map: ApexMap, from: ApexList | null) => {
    const source = requireArgument(from);
    requireChangeable(map);
    putRecords(map, source, 'takes duplicates');
    return undefined;
  },
  'V remove(K key)': (_run: Run, map: ApexMap, key: Value) => {
    requireChangeable(map);
    const found = map.get(key);
    map.entries.delete(map.keyOf(key));
    return found;
  },
  'Integer size()': (_run: Run, map: ApexMap) => map.entries.size,
  'String toString()': (run: Run, map: ApexMap) => textOfCollection(run, map),
  'List<V> values()': (run: Run, map: ApexMap) =>
    run.list(
      map.of,
      [...map.entries.values()].map(([, value]) => value),
    ),
});
