import type { ApexType } from './types.ts';
import type { ApexList, ApexMap, ApexObject, ApexSet, Value } from './values.ts';

/**
 * What library code needs of the transaction that runs it. `Run` is made by the runtime; tests of the library make one
 * with `plainRun` (plain-run.ts).
 */
export type Run = {
  /** The time of the org. */
  now(): Date;
  readonly user: RunningUser;
  /** The text of a value as `String.valueOf` gives it; calls `toString` of classes that have one. */
  textOf(value: Value): string;
  /** `==` of two values of any type: texts without case, numbers by size, lists by elements, classes by `equals`. */
  equals(one: Value, other: Value): boolean;
  /** What sets and maps tell values apart by. Unlike `==`, texts differ by case there. */
  keyOf(value: Value): unknown;
  /** The order of two values as `List.sort` has it: null first, then by type; Comparable by its method. */
  compare(one: Value, other: Value): number;
  /** Calls a method of an instance of any class by its name (in any case), such as `compareTo`, without callouts. */
  call(object: ApexObject, method: string, values: readonly Value[]): Value;
  /** An instance of a library class that keeps `native`. */
  make(className: string, native?: unknown): ApexObject;
  list(of: ApexType, items?: Value[]): ApexList;
  set(of: ApexType, items?: Iterable<Value>): ApexSet;
  map(key: ApexType, of: ApexType): ApexMap;
  /** The type that a name means, in any case; undefined for an unknown one. `Outer.Inner`, `List<String>`, `Lead`. */
  typeNamed(name: string): ApexType | undefined;
  /** Whether a variable of the target's type takes a value of the source's. */
  isAssignable(target: ApexType, source: ApexType): boolean;
  /** The static type of a value at run time. */
  typeOf(value: Value): ApexType;
  /** The fields of a class of a package that JSON reads and writes, with their types, superclasses first. */
  fieldsOf(className: string): readonly { name: string; slot: string; type: ApexType; isTransient: boolean }[];
  /** A new instance without arguments, as JSON makes it. */
  instantiate(type: ApexType): Value;
  /** The type of a field of an object of the org, and its name as the org writes it; undefined for an unknown one. */
  fieldOfObject(object: string, field: string): { name: string; type: ApexType } | undefined;
  /** An enum's value by name; null when it has none. */
  enumValue(typeName: string, name: string): Value;
  /** The line that runs, of the innermost method. */
  readonly currentLine?: number;
  /** State of library classes that lives as long as the transaction, by a key of their own. */
  readonly state: Map<string, unknown>;
};

export type RunningUser = {
  id: string;
  userName: string;
  name: string;
  firstName: string | null;
  lastName: string;
  email: string;
  profileId: string;
  roleId: string | null;
  /** IANA name. */
  timeZone: string;
  /** Such as `en_US`. */
  locale: string;
  language: string;
  organizationId: string;
  organizationName: string;
};

/** Thrown by library code: the runtime turns it into an exception of the named class, with its stack. */
export class ApexFault extends Error {
  /** Full name, such as `System.MathException`. */
  readonly type: string;
  /** What the exception keeps besides its message, such as the errors of a DML statement. */
  readonly state: object;

  constructor(type: string, message: string, state: object = {}) {
    super(message);
    this.type = type;
    this.state = state;
  }
}

/** The fault of a null argument or receiver. */
export const nullFault = (): ApexFault =>
  new ApexFault('System.NullPointerException', 'Attempt to de-reference a null object');
