import { operations } from '../operations.ts';
import { typeOfValue } from '../library/type-class.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import type { ApexObject, Value } from '../values.ts';
import { definePlatformClass } from './define.ts';

const construct = operations.news as (t: Transaction, name: string, key: string) => Value;

/** A new instance by the constructor without arguments. */
function newInstance(t: Transaction, me: ApexObject): Value {
  const type = typeOfValue(me);
  const found = type.kind === 'class' ? t.program.classes.get(type.name.toLowerCase()) : undefined;
  if (found === undefined) return t.instantiate(type);
  if (found.symbol.isAbstract || found.symbol.kind === 'interface') {
    throw new ApexFault('System.TypeException', `Cannot be constructed: ${found.name}`);
  }
  if (found.s['new()'] === undefined) {
    throw new ApexFault('System.TypeException', `Default constructor not found in class: ${found.name}`);
  }
  return construct(t, found.name, 'new()');
}

export const typeClasses = [definePlatformClass('System.Type', { 'Object newInstance()': newInstance })];
