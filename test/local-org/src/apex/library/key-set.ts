import { ApexSet } from '../values.ts';
import type { ApexMap, Value } from '../values.ts';
import { readOnlyFault } from './collection-guards.ts';

type Entries = ApexMap['entries'];

/** The keys of a map as the entries of a set: always those the map has now. */
class KeyEntries extends Map<unknown, Value> {
  private readonly source: Entries;

  constructor(source: Entries) {
    super();
    this.source = source;
  }

  override get size(): number {
    return this.source.size;
  }

  override has(key: unknown): boolean {
    return this.source.has(key);
  }

  override get(key: unknown): Value | undefined {
    return this.source.get(key)?.[0];
  }

  override set(): this {
    throw readOnlyFault();
  }

  override delete(key: unknown): boolean {
    return this.source.delete(key);
  }

  override clear(): void {
    this.source.clear();
  }

  override keys(): MapIterator<unknown> {
    return this.source.keys();
  }

  override *values(): MapIterator<Value> {
    for (const [key] of this.source.values()) yield key;
  }

  override *entries(): MapIterator<[unknown, Value]> {
    for (const [found, [key]] of this.source) yield [found, key];
  }

  override [Symbol.iterator](): MapIterator<[unknown, Value]> {
    return this.entries();
  }

  override forEach(action: (value: Value, key: unknown, map: Map<unknown, Value>) => void): void {
    for (const [key, value] of this) action(value, key, this);
  }
}

/** `Map.keySet()`: what is removed from it is removed from the map, and nothing can be added. */
export class ApexKeySet extends ApexSet {
  override readonly entries: Map<unknown, Value>;

  constructor(map: ApexMap) {
    super(map.key, map.keyOf);
    this.entries = new KeyEntries(map.entries);
  }
}
