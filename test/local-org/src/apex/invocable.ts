import type { AccessMode } from '../org.ts';
import { writeJson } from './library/json-serialize.ts';
import { readText } from './library/json-tree.ts';
import { typedValue } from './library/json-typed.ts';
import { JsonWriter } from './library/json-writer.ts';
import type { RuntimeClass } from './program.ts';
import type { ApexRuntime } from './runtime.ts';
import type { ClassSymbol, FieldSymbol, MethodSymbol } from './symbols.ts';
import type { Transaction } from './transaction.ts';
import type { ApexType } from './types.ts';
import { ApexList, ApexObject } from './values.ts';
import type { Value } from './values.ts';

/** A request or a result of an action, by the names of its variables, as JSON has them. */
export type ActionValues = Record<string, unknown>;

export type ActionCall = {
  name: string;
  inputs: readonly ActionValues[];
  userId: string;
  sharing: AccessMode['sharing'];
  /** Whether records are being saved: the action is a part of that transaction and cannot wait for a callout. */
  isInSave: boolean;
};

/** Calls an `@InvocableMethod` once with the requests of all interviews; returns the results in their order. */
export function callInvocable(runtime: ApexRuntime, call: ActionCall): ActionValues[] | Promise<ActionValues[]> {
  const { owner, method } = findInvocable(runtime, call.name);
  // An action that a test starts has the mocks of the test.
  const test = runtime.current?.test;
  const t = runtime.newTransaction(call.userId, test === undefined ? {} : { test });
  const parameter = method.parameters[0];
  const list =
    parameter === undefined
      ? []
      : [readRequests(t, { type: parameter.type, name: parameter.name, inputs: call.inputs })];
  const code = t.k(owner.name)[call.isInSave ? 's' : 'a'][method.key] as (...all: unknown[]) => unknown;
  if (call.isInSave)
    return results(
      t,
      runtime.run(t, () => code(t, ...list) as Value),
    );
  return runtime.runAsync(t, () => code(t, ...list) as Promise<Value>).then((value) => results(t, value));
}

function findInvocable(runtime: ApexRuntime, name: string): { owner: RuntimeClass; method: MethodSymbol } {
  const owner = runtime.program.classes.get(name.toLowerCase());
  const method = [...(owner?.symbol.methods.values() ?? [])]
    .flat()
    .find(({ annotations }) => annotations.some((one) => one.name === 'invocablemethod'));
  if (owner === undefined || method === undefined) throw new Error(`The Apex action ${name} does not exist.`);
  return { owner, method };
}

/** The list that the method takes: of a class with variables, of records or of plain values. */
function readRequests(
  t: Transaction,
  { type, name, inputs }: { type: ApexType; name: string; inputs: readonly ActionValues[] },
): Value {
  if (type.kind !== 'list') throw new Error('An invocable method takes a list.');
  const { of } = type;
  const symbol = of.kind === 'class' ? t.program.world.classNamed(of.name) : undefined;
  const items = inputs.map((input) =>
    symbol === undefined ? readValue(t, input[name], of) : readRequest(t, symbol, input),
  );
  return t.list(of, items);
}

function readValue(t: Transaction, value: unknown, type: ApexType): Value {
  if (value === undefined || value === null) return null;
  return typedValue(t, readText(JSON.stringify(value)), type, 'lenient');
}

function readRequest(t: Transaction, symbol: ClassSymbol, input: ActionValues): Value {
  const request = t.instantiate({ kind: 'class', name: symbol.name });
  if (!(request instanceof ApexObject)) throw new Error(`${symbol.name} cannot be made.`);
  for (const field of variablesOf(t, symbol)) {
    const given = Object.entries(input).find(([name]) => name.toLowerCase() === field.name.toLowerCase());
    if (given !== undefined) request.fields[field.name.toLowerCase()] = readValue(t, given[1], field.type);
  }
  return request;
}

const variablesOf = (t: Transaction, symbol: ClassSymbol): FieldSymbol[] =>
  [...t.program.world.lineage(symbol)]
    .flatMap((one) => [...one.fields.values()])
    .filter(({ annotations }) => annotations.some(({ name }) => name === 'invocablevariable'));

function results(t: Transaction, value: Value): ActionValues[] {
  return value instanceof ApexList ? value.items.map((one) => resultOf(t, one)) : [];
}

/** The variables of a result; a plain value or a record is called `output`. */
function resultOf(t: Transaction, value: Value): ActionValues {
  const symbol = value instanceof ApexObject ? t.program.world.classNamed(value.of.name) : undefined;
  if (symbol === undefined || !(value instanceof ApexObject)) return { output: jsonOf(t, value) };
  return Object.fromEntries(
    variablesOf(t, symbol).map(({ name }) => [name, jsonOf(t, value.fields[name.toLowerCase()] ?? null)]),
  );
}

function jsonOf(t: Transaction, value: Value): unknown {
  const writer = new JsonWriter();
  writeJson(t, writer, value);
  return JSON.parse(writer.text) as unknown;
}
