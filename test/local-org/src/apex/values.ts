import type { ApexDecimal } from './decimal.ts';
import type { ApexType } from './types.ts';

/**
 * A value of the language. Integers are numbers, longs are bigints, ids are texts of 18 characters; doubles are wrapped,
 * because a value in an Object must still know its type.
 */
export type Value =
  | null
  | number
  | bigint
  | string
  | boolean
  | ApexDouble
  | ApexDecimal
  | ApexDate
  | ApexDatetime
  | ApexTime
  | ApexBlob
  | ApexList
  | ApexSet
  | ApexMap
  | ApexObject
  | ApexEnumValue
  | ApexSObject;

export class ApexDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export const msPerDay = 86_400_000;

/** Days since 1970-01-01. */
export class ApexDate {
  readonly days: number;

  constructor(days: number) {
    this.days = days;
  }
}

/** Milliseconds since 1970-01-01, GMT. */
export class ApexDatetime {
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

/** Milliseconds since midnight. */
export class ApexTime {
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

export class ApexBlob {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export class ApexList {
  readonly of: ApexType;
  items: Value[];

  constructor(of: ApexType, items: Value[] = []) {
    this.of = of;
    this.items = items;
  }
}

/** What tells values apart as elements of a set and keys of a map (`Run.keyOf`): equal values have equal keys. */
export type KeyOf = (value: Value) => unknown;

/** The platform keeps the order of insertion in sets and maps. */
export class ApexSet {
  readonly of: ApexType;
  readonly entries = new Map<unknown, Value>();
  readonly keyOf: KeyOf;

  constructor(of: ApexType, keyOf: KeyOf, items: Iterable<Value> = []) {
    this.of = of;
    this.keyOf = keyOf;
    for (const item of items) this.add(item);
  }

  /** Whether it was not in the set before. */
  add(value: Value): boolean {
    const key = this.keyOf(value);
    if (this.entries.has(key)) return false;
    this.entries.set(key, value);
    return true;
  }

  has(value: Value): boolean {
    return this.entries.has(this.keyOf(value));
  }
}

export class ApexMap {
  readonly key: ApexType;
  readonly of: ApexType;
  readonly entries = new Map<unknown, [key: Value, value: Value]>();
  readonly keyOf: KeyOf;

  constructor(key: ApexType, of: ApexType, keyOf: KeyOf) {
    this.key = key;
    this.of = of;
    this.keyOf = keyOf;
  }

  get(key: Value): Value {
    return this.entries.get(this.keyOf(key))?.[1] ?? null;
  }

  has(key: Value): boolean {
    return this.entries.has(this.keyOf(key));
  }

  /** Returns the value that the key had before. */
  put(key: Value, value: Value): Value {
    const found = this.keyOf(key);
    const before = this.entries.get(found);
    this.entries.set(found, [before === undefined ? key : before[0], value]);
    return before?.[1] ?? null;
  }
}

/** What an instance knows of its class at run time. */
export type ClassOfObject = {
  /** Full name, such as `Outer.Inner` or `System.DmlException`. */
  readonly name: string;
  /** Whether it is the named class or extends or implements it; names in any case. */
  isSubtypeOf(name: string): boolean;
  /** Whether its instances have a method with so many parameters, inherited ones too; the name in any case. */
  hasMethod(name: string, parameters: number): boolean;
};

/** An instance of a class: its fields by name in lower case, because names ignore case. */
export class ApexObject {
  readonly of: ClassOfObject;
  readonly fields: Record<string, Value> = Object.create(null) as Record<string, Value>;
  /** What an instance of a library class keeps that is no value of the language. */
  native: unknown;

  constructor(of: ClassOfObject, native?: unknown) {
    this.of = of;
    this.native = native;
  }
}

export class ApexEnumValue {
  readonly typeName: string;
  readonly name: string;
  readonly ordinal: number;

  constructor(typeName: string, name: string, ordinal: number) {
    this.typeName = typeName;
    this.name = name;
    this.ordinal = ordinal;
  }
}

/** A record. A field that is not there was neither set nor queried; parents and children are under their relationship. */
export class ApexSObject {
  /** The object's API name. */
  readonly type: string;
  /** Values by field name in lower case. */
  readonly fields = new Map<string, Value>();
  /** Names as the org writes them, for texts and JSON. */
  readonly names = new Map<string, string>();
  /** Whether it came from a query: reading a field that was not queried is an error then. */
  isQueried = false;
  /** Errors that a trigger added. */
  errors: { message: string; field: string | null }[] = [];
  /** Whether a field can still be set: `Trigger.old` and records of an after trigger are read only. */
  isReadOnly = false;

  constructor(type: string) {
    this.type = type;
  }

  get(name: string): Value {
    return this.fields.get(name.toLowerCase()) ?? null;
  }

  set(name: string, value: Value): void {
    this.fields.set(name.toLowerCase(), value);
    this.names.set(name.toLowerCase(), name);
  }
}
