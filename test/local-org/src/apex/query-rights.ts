import type { AccessMode } from '../org.ts';
import { ApexFault } from './run.ts';
import type { Transaction } from './transaction.ts';

/** @throws ApexFault SecurityException where a query of a user names an object that is there, but not for the user */
export function requireReadable(t: Transaction, message: string): void {
  const [, name = ''] = /sObject type '(\w+)' is not supported/.exec(message) ?? [];
  const object = t.program.world.schema.object(name);
  if (object === undefined) return;
  throw new ApexFault('System.SecurityException', `Access to entity '${object.name}' denied`);
}

/** The fields of its object that a query of a user names without access to them. */
export function hiddenFields(t: Transaction, soql: string): Record<string, string[]> {
  const plain = soql.replace(/'(?:\\.|[^'\\])*'/g, "''");
  const object = t.org.describeForCode(/\bFROM\s+(\w+)(?![\s\S]*\bFROM\b)/i.exec(plain)?.[1] ?? '');
  if (object === undefined) return {};
  const readable = new Set((t.org.describe(t.user.id, object.name)?.fields ?? []).map(({ name }) => name));
  const words = new Set([...plain.matchAll(/(?<![.\w])\w+/g)].map(([word]) => word.toLowerCase()));
  const hidden = object.fields
    .map(({ name }) => name)
    .filter((name) => words.has(name.toLowerCase()) && !readable.has(name));
  return hidden.length === 0 ? {} : { [object.name]: hidden };
}

/** The access of a query or statement by its clause, and the sharing of the class that makes it. */
export function accessOf(t: Transaction, clause: string): AccessMode {
  const word = clause.toUpperCase().replace('_MODE', '');
  if (word === 'USER') return { mode: 'user', sharing: 'with' };
  return { mode: word === 'SECURITY_ENFORCED' ? 'user' : 'system', sharing: t.sharing };
}
