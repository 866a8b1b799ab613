import { ApexDecimal } from '../../../src/apex/decimal.ts';
import type { LibraryClass } from '../../../src/apex/library.ts';
import { dataClasses } from '../../../src/apex/library/data-classes.ts';
import { equalsOf, keyOf } from '../../../src/apex/library/equality.ts';
import { compareOf } from '../../../src/apex/library/ordering.ts';
import { isComposite, textOfCollection } from '../../../src/apex/library/value-text.ts';
import type { Run } from '../../../src/apex/run.ts';
import { readType } from '../../../src/apex/signatures.ts';
import { classType, isSameType, nameOfType, objectType, stringType } from '../../../src/apex/types.ts';
import type { ApexType } from '../../../src/apex/types.ts';
import {
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnumValue,
  ApexList,
  ApexMap,
  ApexObject,
  ApexSObject,
  ApexSet,
  ApexTime,
} from '../../../src/apex/values.ts';
import type { Value } from '../../../src/apex/values.ts';

/** A class of a package, for tests. */
export type PackageClass = {
  name: string;
  supertypes?: readonly string[];
  fields?: readonly { name: string; type: ApexType; isTransient?: boolean }[];
  methods?: Readonly<Record<string, (self: ApexObject, ...values: Value[]) => Value>>;
  /** Values, of an enum. */
  values?: readonly string[];
};

export type DataRunOptions = {
  classes?: readonly PackageClass[];
  /** Fields of objects of the org with their types. */
  objects?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  now?: Date;
};

type Code = (run: Run, ...values: Value[]) => Value | undefined;

const libraryClass = (name: string): LibraryClass | undefined =>
  dataClasses.find((one) => one.name.toLowerCase() === name.toLowerCase());

/** The superclasses and interfaces of a class of the library, and itself. */
function supertypesOf(name: string): string[] {
  const found = libraryClass(name);
  if (found === undefined) return [name];
  const above = [...(found.superclass === undefined ? [] : [found.superclass]), ...found.interfaces];
  return [name, ...above.flatMap(supertypesOf)];
}

function memberOf(className: string, method: string, count: number): Code | undefined {
  for (const name of supertypesOf(className)) {
    const member = libraryClass(name)?.members.find(
      (one) =>
        one.kind !== 'property' && one.name.toLowerCase() === method.toLowerCase() && one.parameters.length === count,
    );
    if (member !== undefined) return member.code as unknown as Code;
  }
  return undefined;
}

/** A transaction that only the library's own tests run in: no compiler, no org. */
export function dataRun({ classes = [], objects = {}, now = new Date(0) }: DataRunOptions = {}): Run {
  const classNamed = (name: string): PackageClass | undefined =>
    classes.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const methodOf = (one: PackageClass | undefined, method: string) =>
    Object.entries(one?.methods ?? {}).find(([name]) => name.toLowerCase() === method.toLowerCase())?.[1];
  const make = (name: string, native?: unknown): ApexObject => {
    const own = classNamed(name);
    const above = [...(own?.supertypes ?? []).flatMap(supertypesOf), ...supertypesOf(name)];
    return new ApexObject(
      {
        name: own?.name ?? name,
        isSubtypeOf: (other) => above.some((one) => one.toLowerCase() === other.toLowerCase()),
        hasMethod: (method, count) =>
          methodOf(own, method) !== undefined || above.some((one) => memberOf(one, method, count) !== undefined),
      },
      native,
    );
  };
  const run: Run = {
    now: () => now,
    user: {
      id: '005000000000001AAA',
      userName: 'ada@example.org',
      name: 'Ada Example',
      firstName: 'Ada',
      lastName: 'Example',
      email: 'ada@example.org',
      profileId: '00e000000000001AAA',
      roleId: null,
      timeZone: 'Europe/Berlin',
      locale: 'en_US',
      language: 'en_US',
      organizationId: '00D000000000001EAA',
      organizationName: 'Example',
    },
    textOf: (value) => (isComposite(value) ? textOfCollection(run, value) : textOfPrimitive(value)),
    equals: (one, other) => equalsOf(run, one, other),
    keyOf: (value) => keyOf(run, value),
    compare: (one, other) => compareOf(run, one, other),
    call: (object, method, values) => {
      const own = methodOf(classNamed(object.of.name), method);
      if (own !== undefined) return own(object, ...values);
      const names = [object.of.name, ...(classNamed(object.of.name)?.supertypes ?? [])];
      const code = names.map((name) => memberOf(name, method, values.length)).find((one) => one !== undefined);
      if (code === undefined) throw new Error(`No method ${method} of ${object.of.name}`);
      return code(run, object, ...values) ?? null;
    },
    make,
    list: (of, items = []) => new ApexList(of, items),
    set: (of, items = []) => new ApexSet(of, run.keyOf, items),
    map: (key, of) => new ApexMap(key, of, run.keyOf),
    typeNamed: (name) => {
      const own = classNamed(name);
      if (own !== undefined) return classType(own.name);
      const object = Object.keys(objects).find((one) => one.toLowerCase() === name.toLowerCase());
      if (object !== undefined) return { kind: 'sobject', name: object };
      const type = readType(name);
      return type.kind !== 'class' || libraryClass(type.name) !== undefined ? type : undefined;
    },
    isAssignable: (target, source) =>
      isSameType(target, objectType) ||
      isSameType(target, source) ||
      (target.kind === 'sobject' && target.name === 'SObject' && source.kind === 'sobject') ||
      (target.kind === 'class' && source.kind === 'class' && make(source.name).of.isSubtypeOf(target.name)),
    typeOf: (value) => typeOf(value),
    fieldsOf: (name) =>
      (classNamed(name)?.fields ?? []).map(({ isTransient = false, ...field }) => ({
        ...field,
        slot: field.name.toLowerCase(),
        isTransient,
      })),
    instantiate: (type) => {
      if (type.kind === 'list') return run.list(type.of);
      if (type.kind === 'set') return run.set(type.of);
      if (type.kind === 'map') return run.map(type.key, type.of);
      if (type.kind === 'sobject') return new ApexSObject(type.name);
      return make(nameOfType(type));
    },
    fieldOfObject: (object, field) => {
      const fields = Object.entries(objects).find(([name]) => name.toLowerCase() === object.toLowerCase())?.[1] ?? {};
      const found = Object.entries(fields).find(([name]) => name.toLowerCase() === field.toLowerCase());
      return found === undefined ? undefined : { name: found[0], type: run.typeNamed(found[1]) ?? stringType };
    },
    enumValue: (typeName, name) => {
      const values = classNamed(typeName)?.values ?? libraryClass(typeName)?.values ?? [];
      const place = values.findIndex((one) => one.toLowerCase() === name.toLowerCase());
      return place === -1 ? null : new ApexEnumValue(typeName, values[place] ?? name, place);
    },
    state: new Map(),
  };
  return run;
}

function typeOf(value: Value): ApexType {
  const named = (name: string): ApexType => ({ kind: 'primitive', name });
  if (typeof value === 'number') return named('Integer');
  if (typeof value === 'bigint') return named('Long');
  if (typeof value === 'string') return named('String');
  if (typeof value === 'boolean') return named('Boolean');
  if (value instanceof ApexDouble) return named('Double');
  if (value instanceof ApexDecimal) return named('Decimal');
  if (value instanceof ApexObject) return classType(value.of.name);
  if (value instanceof ApexSObject) return { kind: 'sobject', name: value.type };
  return objectType;
}

const iso = (ms: number): string => new Date(ms).toISOString();

function textOfPrimitive(value: Value): string {
  if (value instanceof ApexDecimal) return value.toString();
  if (value instanceof ApexDouble)
    return /^-?\d+$/.test(String(value.value)) ? `${String(value.value)}.0` : String(value.value);
  if (value instanceof ApexDate) return `${iso(value.days * 86_400_000).slice(0, 10)} 00:00:00`;
  if (value instanceof ApexDatetime) return iso(value.ms).slice(0, 19).replace('T', ' ');
  if (value instanceof ApexTime) return iso(value.ms).slice(11);
  return String(value);
}

const takes = (type: ApexType, value: Value | undefined): boolean => {
  if (value === null || value === undefined) return true;
  if (type.kind === 'list') return value instanceof ApexList;
  if (type.kind === 'set') return value instanceof ApexSet;
  if (type.kind === 'map') return value instanceof ApexMap;
  if (type.kind === 'class') return value instanceof ApexObject || value instanceof ApexEnumValue;
  if (type.kind === 'primitive' && type.name === 'String') return typeof value === 'string';
  if (type.kind === 'primitive' && type.name === 'Integer') return typeof value === 'number';
  return true;
};

/** Finds the code of a library member by its name and the values, and runs it; the receiver is the first value. */
export function callMember(run: Run, className: string, name: string, ...values: Value[]): Value {
  const member = supertypesOf(className)
    .flatMap((one) => libraryClass(one)?.members ?? [])
    .find((one) => {
      const receivers = Number(!one.isStatic && one.kind === 'method');
      return (
        one.name === name &&
        one.parameters.length + receivers === values.length &&
        one.parameters.every((type, index) => takes(type, values[index + receivers]))
      );
    });
  if (member === undefined) throw new Error(`No member ${className}.${name} with ${String(values.length)} values`);
  return (member.code as unknown as Code)(run, ...values) ?? null;
}
