import type { Run } from './run.ts';
import { readSignature } from './signatures.ts';
import type { Signature } from './signatures.ts';
import type { Value } from './values.ts';

/**
 * Code of a library member: `run`, then the receiver where it is no static member, then the arguments. The compiler has
 * checked the types; null is passed as it is, but a receiver is never null.
 */
export type Implementation = ((run: Run, ...values: never[]) => Value | undefined) & {
  /** The same for transactions that may wait: for a callout. */
  mayWait?: unknown;
  /** Whether it is given, as its last value, a function that reads the variables in scope at its call. */
  seesVariables?: boolean;
  /** Whether its list is also one record where one is wanted, as that of a query in brackets. */
  isQuery?: boolean;
};

export type LibraryMember = Signature & { code: Implementation };

/** A class, interface or enum that the platform brings. */
export type LibraryClass = {
  /** Full name with its namespace: `System.Http`, `Schema.SObjectField`, `Database.SaveResult`. */
  name: string;
  /** Names of its type parameters. */
  parameters: readonly string[];
  kind: 'class' | 'interface' | 'enum';
  /** Full name of the class it extends. */
  superclass?: string;
  interfaces: readonly string[];
  values: readonly string[];
  members: readonly LibraryMember[];
  /** Whether packages may extend it. */
  isOpen: boolean;
};

export type ClassOptions = {
  kind?: LibraryClass['kind'];
  superclass?: string;
  interfaces?: readonly string[];
  /** Of an enum, in order. */
  values?: readonly string[];
  isOpen?: boolean;
};

/**
 * Defines a class by a table of its members. A signature is written as in Apex:
 *
 * - `Integer indexOf(String text, Integer from)`: instance method
 * - `static String join(Iterable<Object> parts, String separator)`: static method
 * - `new(String name)`: constructor; its code returns the instance
 * - `static Integer MAX_VALUE`: static constant
 * - `String subject`: property, read and written in `fields` of the instance; its code is `stored`
 */
export function defineClass(
  nameAndParameters: string,
  members: Readonly<Record<string, Implementation>>,
  options: ClassOptions = {},
): LibraryClass {
  const [, name = '', parameters = ''] = /^([\w.]+)(?:<([\w, ]+)>)?$/.exec(nameAndParameters) ?? [];
  const variables = parameters === '' ? [] : parameters.split(',').map((one) => one.trim());
  return {
    name,
    parameters: variables,
    kind: options.kind ?? 'class',
    ...(options.superclass !== undefined && { superclass: options.superclass }),
    interfaces: options.interfaces ?? [],
    values: options.values ?? [],
    isOpen: options.isOpen ?? false,
    members: Object.entries(members).map(([text, code]) => ({ ...readSignature(text, variables), code })),
  };
}

/** A property that is kept in the instance. */
export const stored: Implementation = () => null;

/** A method of an interface: the class that implements it has the code. */
export const abstract: Implementation = () => {
  throw new Error('An abstract method of the library was called.');
};
