import { countOf } from './members.ts';
import type { Program, RuntimeClass } from './program.ts';
import { ApexFault } from './run.ts';
import { ApexObject } from './values.ts';
import type { Value } from './values.ts';

type AnyCode = (...all: unknown[]) => unknown;

type MethodCall = { method: string; values: readonly Value[]; table: 'vs' | 'va' };

/** The code of a method by its name, of the package's class or of the library's that it extends. */
export function codeOfMethod(program: Program, object: ApexObject, { method, values, table }: MethodCall): AnyCode {
  const [first] = values;
  const parameter = first instanceof ApexObject ? first.of.name : undefined;
  const count = values.length;
  const key = keyOfMethodNamed(object, { method, count, ...(parameter !== undefined && { parameter }) });
  const own = key === undefined ? undefined : (object.of as RuntimeClass)[table][key];
  const code = own ?? program.world.libraryMethod(object.of.name, method, count)?.code;
  if (code === undefined) throw new ApexFault('System.TypeException', `Method not found: ${object.of.name}.${method}`);
  return code as AnyCode;
}

export type WantedMethod = { method: string; count: number; parameter?: string };

/** The key of a method by name and number of arguments; undefined where the class of a package has none. */
export function keyOfMethodNamed(object: ApexObject, { method, count, parameter }: WantedMethod): string | undefined {
  if (!('symbol' in object.of)) return undefined;
  const start = `${method.toLowerCase()}(`;
  const keys = Object.keys((object.of as RuntimeClass).vs).filter(
    (key) => key.startsWith(start) && countOf(key) === count,
  );
  // A class may be queueable and schedulable: its methods differ by their first parameter.
  const fitting = keys.find((key) => parameter !== undefined && key.startsWith(`${start}${parameter.toLowerCase()}`));
  return fitting ?? keys[0];
}
