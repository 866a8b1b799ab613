import { exceptionState } from './library/exceptions.ts';
import type { RuntimeClass } from './program.ts';
import type { Transaction } from './transaction.ts';
import { ApexObject } from './values.ts';
import type { Value } from './values.ts';

type AnyCode = (...values: unknown[]) => Value;

const isException = (one: RuntimeClass): boolean => one.isSubtypeOf('System.Exception');

/** A new instance with all its fields empty. */
function blank(t: Transaction, name: string): { object: ApexObject; owner: RuntimeClass } {
  const owner = t.k(name);
  const object = new ApexObject(owner, isException(owner) ? exceptionState() : undefined);
  for (const field of owner.fieldNames) object.fields[field] = null;
  return { object, owner };
}

function setException(object: ApexObject, values: readonly Value[]): void {
  const message = values.find((one) => typeof one === 'string') ?? null;
  const cause = values.find((one) => one instanceof ApexObject) ?? null;
  Object.assign(object.native as object, { message, cause });
}

/** Arguments of a constructor that only exceptions have. */
const inherited = /^exception\((\d)\)$/;

/** The initialisers of a class and those that it extends, which the constructors of all exceptions run. */
const initialisers = (t: Transaction, name: string, table: 's' | 'a'): AnyCode[] =>
  [...t.program.world.lineage(t.k(name).symbol)].toReversed().map((one) => t.k(one.name)[table]['<init>'] as AnyCode);

/** New instances and the constructors that they go through, for code that waits for callouts (`a`) and code that does not. */
export const instanceOperations: Readonly<Record<string, unknown>> = {
  news: (t: Transaction, name: string, key: string, ...values: Value[]) => {
    const { object, owner } = blank(t, name);
    if (inherited.test(key)) {
      setException(object, values);
      for (const code of initialisers(t, name, 's')) code(t, object);
    } else (owner.s[key] as AnyCode)(t, object, ...values);
    return object;
  },
  newa: async (t: Transaction, name: string, key: string, ...values: Value[]) => {
    const { object, owner } = blank(t, name);
    if (inherited.test(key)) {
      setException(object, values);
      for (const code of initialisers(t, name, 'a')) await code(t, object);
    } else await (owner.a[key] as AnyCode)(t, object, ...values);
    return object;
  },
  constructs: (t: Transaction, self: ApexObject, name: string, key: string, ...values: Value[]) => {
    if (inherited.test(key)) {
      setException(self, values);
      for (const code of initialisers(t, name, 's')) code(t, self);
    } else (t.k(name).s[key] as AnyCode)(t, self, ...values);
    return null;
  },
  constructa: async (t: Transaction, self: ApexObject, name: string, key: string, ...values: Value[]) => {
    if (inherited.test(key)) {
      setException(self, values);
      for (const code of initialisers(t, name, 'a')) await code(t, self);
    } else await (t.k(name).a[key] as AnyCode)(t, self, ...values);
    return null;
  },
  inits: (t: Transaction, self: ApexObject, name: string) => (t.k(name).s['<init>'] as AnyCode)(t, self),
  inita: (t: Transaction, self: ApexObject, name: string) => (t.k(name).a['<init>'] as AnyCode)(t, self),
  initException: (self: ApexObject, ...values: Value[]) => {
    setException(self, values);
    return null;
  },
};
