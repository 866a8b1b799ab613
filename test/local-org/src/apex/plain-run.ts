import { isEqualPlain, keyOfPlain, orderOfPlain } from './comparison.ts';
import { valueClasses } from './library/values-index.ts';
import { isPlain, textOfPlain } from './library/text-of-plain.ts';
import type { LibraryClass } from './library.ts';
import type { Run, RunningUser } from './run.ts';
import {
  classType,
  doubleType,
  idType,
  integerType,
  listOf,
  longType,
  mapOf,
  nullType,
  objectType,
  primitiveNames,
  setOf,
  stringType,
} from './types.ts';
import type { ApexType } from './types.ts';
import { ApexDouble, ApexEnumValue, ApexList, ApexMap, ApexObject, ApexSet } from './values.ts';
import type { ClassOfObject, Value } from './values.ts';

const plainUser: RunningUser = {
  id: '005000000000001AAA',
  userName: 'admin@example.com',
  name: 'Ada Admin',
  firstName: 'Ada',
  lastName: 'Admin',
  email: 'admin@example.com',
  profileId: '00e000000000001AAA',
  roleId: null,
  timeZone: 'America/Los_Angeles',
  locale: 'en_US',
  language: 'en_US',
  organizationId: '00D000000000001AAA',
  organizationName: 'Example',
};

export type PlainRunOptions = {
  now?: Date;
  user?: Partial<RunningUser>;
  /** The library classes that `make` and `enumValue` know. */
  classes?: readonly LibraryClass[];
};

/** A run without an org, for tests of the library: it knows library classes and values, but no classes of a package. */
export function plainRun({
  now = new Date('2026-01-31T18:00:00Z'),
  user = {},
  classes = valueClasses,
}: PlainRunOptions = {}): Run {
  const run: Run = {
    now: () => now,
    user: { ...plainUser, ...user },
    textOf: (value) => textOf(run, value),
    isAssignable: () => false,
    equals: isEqualPlain,
    keyOf: keyOfPlain,
    compare: (one, other) =>
      one === null || other === null ? compareNulls(one, other) : (orderOfPlain(one, other) ?? 0),
    call: (object, method, values) => callLibrary(run, object.of.name, method, [object, ...values], classes),
    make: (className, native) => new ApexObject(classNamed(className, classes), native),
    list: (of, items = []) => new ApexList(of, items),
    set: (of, items = []) => new ApexSet(of, keyOfPlain, items),
    map: (key, of) => new ApexMap(key, of, keyOfPlain),
    typeNamed: (name) => {
      const known = primitiveNames.find((one) => one.toLowerCase() === name.toLowerCase());
      return known === undefined ? undefined : { kind: 'primitive', name: known };
    },
    typeOf,
    fieldsOf: () => [],
    instantiate: () => {
      throw new Error('A plain run has no classes of a package.');
    },
    fieldOfObject: () => undefined,
    enumValue: (typeName, name) => {
      const values = classes.find((one) => one.name.toLowerCase() === typeName.toLowerCase())?.values ?? [];
      const place = values.findIndex((one) => one.toLowerCase() === name.toLowerCase());
      return place === -1 ? null : new ApexEnumValue(typeName, values[place] ?? name, place);
    },
    state: new Map(),
  };
  return run;
}

const compareNulls = (one: Value, other: Value): number => Number(one !== null) - Number(other !== null);

function textOf(run: Run, value: Value): string {
  if (isPlain(value)) return textOfPlain(value, run);
  if (value instanceof ApexList) return `(${value.items.map((one) => run.textOf(one)).join(', ')})`;
  if (value instanceof ApexSet) return `{${[...value.entries.values()].map((one) => run.textOf(one)).join(', ')}}`;
  if (value instanceof ApexMap) {
    const entries = [...value.entries.values()].map(([key, one]) => `${run.textOf(key)}=${run.textOf(one)}`);
    return `{${entries.join(', ')}}`;
  }
  return value instanceof ApexObject ? value.of.name : value.type;
}

function typeOf(value: Value): ApexType {
  if (value === null) return nullType;
  if (typeof value === 'number') return integerType;
  if (typeof value === 'bigint') return longType;
  if (typeof value === 'string') return /^[0-9A-Za-z]{18}$/.test(value) ? idType : stringType;
  if (typeof value === 'boolean') return { kind: 'primitive', name: 'Boolean' };
  if (value instanceof ApexDouble) return doubleType;
  if (value instanceof ApexList) return listOf(value.of);
  if (value instanceof ApexSet) return setOf(value.of);
  if (value instanceof ApexMap) return mapOf(value.key, value.of);
  if (value instanceof ApexObject) return classType(value.of.name);
  if (value instanceof ApexEnumValue) return classType(value.typeName);
  const name = value.constructor.name.replace(/^Apex/, '');
  return primitiveNames.includes(name) ? { kind: 'primitive', name } : objectType;
}

function classNamed(name: string, classes: readonly LibraryClass[]): ClassOfObject {
  const found = classes.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return {
    name: found?.name ?? name,
    hasMethod: () => false,
    isSubtypeOf: (other) =>
      [name, found?.superclass ?? '', ...(found?.interfaces ?? [])].some(
        (one) => one.toLowerCase() === other.toLowerCase(),
      ),
  };
}

/**
 * Calls a member of the library as a compiled program does: `values` are the receiver, where it is no static member, and the
 * arguments. Of several members of one name, the first is called that takes so many values of such types.
 */
export function callLibrary(
  run: Run,
  className: string,
  member: string,
  values: readonly Value[] = [],
  classes: readonly LibraryClass[] = valueClasses,
): Value {
  const found = classes.find((one) => one.name === className);
  if (found === undefined) throw new Error(`No library class ${className}`);
  const candidates = found.members.filter(
    ({ name, kind, isStatic, parameters }) =>
      name.toLowerCase() === member.toLowerCase() &&
      values.length ===
        parameters.length + Number(kind === 'method' && !isStatic) + Number(kind === 'property' && !isStatic),
  );
  const fitting = candidates.find(({ isStatic, kind, parameters }) => {
    const given = isStatic || kind === 'constructor' ? values : values.slice(1);
    return parameters.every((type, place) => fits(run, given[place] ?? null, type));
  });
  const { code } = fitting ?? candidates[0] ?? {};
  if (code === undefined) throw new Error(`No ${className}.${member} with ${values.length} values`);
  return (code as (run: Run, ...values: Value[]) => Value | undefined)(run, ...values) ?? null;
}

function fits(run: Run, value: Value, type: ApexType): boolean {
  const actual = run.typeOf(value);
  if (value === null || actual.kind === 'null' || type.kind === 'variable') return true;
  if (type.kind !== 'primitive') return type.kind === actual.kind || type.kind === 'class';
  if (actual.kind !== 'primitive') return type.name === 'Object';
  return (
    type.name === 'Object' ||
    type.name === actual.name ||
    (type.name === 'String' && actual.name === 'Id') ||
    (type.name === 'Id' && actual.name === 'String')
  );
}
