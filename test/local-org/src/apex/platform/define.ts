import { defineClass } from '../library.ts';
import type { ClassOptions, Implementation, LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import type { Value } from '../values.ts';

/** Code of a member that needs the org: the `run` of such an implementation is a transaction. */
export type PlatformCode = ((t: Transaction, ...values: never[]) => Value | undefined) & ImplementationMarks;

type ImplementationMarks = { seesVariables?: boolean; isQuery?: boolean; mayWait?: unknown };

/** As `defineClass`, for members that need the transaction and its org. */
export const definePlatformClass = (
  name: string,
  members: Readonly<Record<string, PlatformCode>>,
  options: ClassOptions = {},
): LibraryClass => defineClass(name, members as unknown as Readonly<Record<string, Implementation>>, options);

/** Code that is given a function for the variables in scope at its call, as its last value. */
export const seeingVariables = (code: PlatformCode, { isQuery = false } = {}): PlatformCode =>
  Object.assign(code, { seesVariables: true, isQuery });

/** An argument that must not be null, in the platform's words. */
export function given<T>(value: T | null | undefined, position = 1): T {
  if (value !== null && value !== undefined) return value;
  throw new ApexFault('System.NullPointerException', `Argument ${String(position)} cannot be null`);
}

export const objectFault = (message: string): ApexFault => new ApexFault('System.SObjectException', message);
