import { children, childText, isTrue } from '../metadata/xml.ts';
import { ApexDecimal } from './decimal.ts';
import { readText, untypedValue } from './library/json-tree.ts';
import { typedValue } from './library/json-typed.ts';
import { textOfDate, textOfDatetime } from './library/json-serialize.ts';
import { stateOf } from './library/exceptions.ts';
import type { Program, RuntimeClass } from './program.ts';
import type { ApexRuntime } from './runtime.ts';
import type { MethodSymbol } from './symbols.ts';
import { ApexThrow } from './apex-throw.ts';
import type { Transaction } from './transaction.ts';
import { isPrimitive } from './types.ts';
import type { ApexType } from './types.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnumValue,
  ApexList,
  ApexMap,
  ApexSet,
  ApexSObject,
  ApexTime,
} from './values.ts';
import type { Value, ApexObject } from './values.ts';

export type AuraCall = {
  userId: string;
  className: string;
  method: string;
  parameters: Readonly<Record<string, unknown>>;
};

/** What a component gets: a value, or an error as Lightning shows it. */
export type AuraAnswer =
  | { returnValue: unknown; isCacheable: boolean }
  | { error: { message: string; exceptionType: string; isUserDefinedException: boolean; stackTrace: string } };

/** Calls a method for a component, as Lightning does: only an `@AuraEnabled` one of a class that the user may use. */
export async function callAura(runtime: ApexRuntime, call: AuraCall): Promise<AuraAnswer> {
  const found = findMethod(runtime.program, call);
  if (found === undefined || !mayUse(runtime, call)) {
    return refused(`You do not have access to the Apex class named '${call.className}'.`, 'System.NoAccessException');
  }
  const { owner, method } = found;
  const isCacheable = annotationOf(method)?.values.get('cacheable')?.toLowerCase() === 'true';
  const t = runtime.newTransaction(call.userId, { isReadOnly: isCacheable });
  try {
    const values = method.parameters.map(({ name, type }) => readParameter(t, call.parameters[name], type));
    const code = t.k(owner.name).a[method.key] as (...all: unknown[]) => Promise<Value>;
    const value = await runtime.runAsync(t, () => code(t, ...values));
    return { returnValue: lightningValue(t, value), isCacheable };
  } catch (error) {
    const raised = t.raised(error);
    if (!(raised instanceof ApexThrow)) throw raised;
    return errorOf(raised.value);
  }
}

const refused = (message: string, exceptionType: string): AuraAnswer => ({
  error: { message, exceptionType, isUserDefinedException: false, stackTrace: '' },
});

const annotationOf = ({ annotations }: MethodSymbol): MethodSymbol['annotations'][number] | undefined =>
  annotations.find(({ name }) => name === 'auraenabled');

function findMethod(
  program: Program,
  { className, method: name }: AuraCall,
): { owner: RuntimeClass; method: MethodSymbol } | undefined {
  const owner = program.classes.get(className.toLowerCase());
  const method = owner?.symbol.methods
    .get(name.toLowerCase())
    ?.find((one) => one.isStatic && annotationOf(one) !== undefined);
  return owner && method && { owner, method };
}

/** Administrators may use every class; others those that a permission set of theirs enables. */
function mayUse({ org }: ApexRuntime, { userId, className }: AuraCall): boolean {
  if (org.isAdministrator(userId)) return true;
  const sets = new Set(org.permissionSets(userId));
  return org
    .components('PermissionSet')
    .filter(({ fullName }) => sets.has(fullName))
    .flatMap(({ body }) => children(body, 'classAccesses'))
    .some((one) => isTrue(one, 'enabled') && childText(one, 'apexClass')?.toLowerCase() === className.toLowerCase());
}

/** A parameter as the component sent it; what has no type is read as JSON without types is. */
function readParameter(t: Transaction, value: unknown, type: ApexType): Value {
  if (value === undefined || value === null || (value === '' && isPrimitive(type, 'Id'))) return null;
  const node = readText(JSON.stringify(value));
  const isUntyped = isPrimitive(type, 'Object') || (type.kind === 'map' && isPrimitive(type.of, 'Object'));
  return isUntyped ? untypedValue(t, node) : typedValue(t, node, type, 'lenient');
}

/** A value as Lightning hands it to a component: records without empty fields, times of day in milliseconds. */
function lightningValue(t: Transaction, value: Value): unknown {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value;
  if (value instanceof ApexDecimal) return value.toNumber();
  if (value instanceof ApexDouble) return value.value;
  if (value instanceof ApexDate) return textOfDate(value);
  if (value instanceof ApexDatetime) return textOfDatetime(value);
  if (value instanceof ApexTime) return value.ms;
  if (value instanceof ApexBlob) return Buffer.from(value.bytes).toString('base64');
  if (value instanceof ApexEnumValue) return value.name;
  if (value instanceof ApexList) return value.items.map((one) => lightningValue(t, one));
  if (value instanceof ApexSet) return [...value.entries.values()].map((one) => lightningValue(t, one));
  if (value instanceof ApexMap) {
    return Object.fromEntries(
      [...value.entries.values()].map(([key, one]) => [String(key as string), lightningValue(t, one)]),
    );
  }
  if (value instanceof ApexSObject) return recordOf(t, value);
  return instanceOf(t, value);
}

function recordOf(t: Transaction, record: ApexSObject): Record<string, unknown> {
  const kept = [...record.fields].filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([key, value]) => [record.names.get(key) ?? key, lightningValue(t, value)]));
}

/** The fields and properties of an instance that are `@AuraEnabled`; empty ones are left out. */
function instanceOf(t: Transaction, object: ApexObject): Record<string, unknown> {
  const symbol = t.program.world.classNamed(object.of.name);
  if (symbol === undefined) return {};
  const shown: [string, unknown][] = [];
  for (const one of [...t.program.world.lineage(symbol)].toReversed()) {
    for (const field of one.fields.values()) {
      if (field.isStatic || !field.annotations.some(({ name }) => name === 'auraenabled')) continue;
      const getter = typeof field.getter === 'object' ? `get ${field.name.toLowerCase()}` : undefined;
      const value =
        getter === undefined ? (object.fields[field.name.toLowerCase()] ?? null) : getterValue(t, object, getter);
      if (value !== null) shown.push([field.name, lightningValue(t, value)]);
    }
  }
  return Object.fromEntries(shown);
}

function getterValue(t: Transaction, object: ApexObject, key: string): Value {
  const code = (object.of as RuntimeClass).vs[key] as (...all: unknown[]) => Value;
  return code(t, object);
}

function errorOf(exception: ApexObject): AuraAnswer {
  const { message, shown, stack } = stateOf(exception);
  const isForComponent = exception.of.isSubtypeOf('System.AuraHandledException');
  return {
    error: {
      message: (isForComponent ? (shown ?? message) : message) ?? 'Script-thrown exception',
      exceptionType: exception.of.name,
      isUserDefinedException: 'symbol' in exception.of,
      stackTrace: stack,
    },
  };
}
