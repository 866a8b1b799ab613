import { exceptionState } from './library/exceptions.ts';
import type { Program, RuntimeClass } from './program.ts';
import { ApexFault } from './run.ts';
import type { Run } from './run.ts';
import { nameOfType } from './types.ts';
import type { ApexType } from './types.ts';
import { ApexObject, ApexSObject } from './values.ts';
import type { Value } from './values.ts';

/** What makes instances of classes: `k` gives a class whose static variables have their values. */
type Maker = Run & { program: Program; k(name: string): RuntimeClass };

/** A new instance without arguments, whose constructor does not run: as JSON makes it. */
export function instanceOf(t: Maker, type: ApexType): Value {
  if (type.kind === 'list') return t.list(type.of);
  if (type.kind === 'set') return t.set(type.of);
  if (type.kind === 'map') return t.map(type.key, type.of);
  if (type.kind === 'sobject' && type.name !== 'SObject') return new ApexSObject(type.name);
  if (type.kind !== 'class') {
    throw new ApexFault('System.TypeException', `Type cannot be constructed: ${nameOfType(type)}`);
  }
  const found = t.program.classes.get(type.name.toLowerCase());
  if (found === undefined) return t.make(type.name, {});
  const object = new ApexObject(found, found.isSubtypeOf('System.Exception') ? exceptionState() : undefined);
  for (const field of found.fieldNames) object.fields[field] = null;
  for (const one of [...t.program.world.lineage(found.symbol)].toReversed()) {
    const init = t.k(one.name).s['<init>'];
    if (init !== undefined) (init as (run: Maker, self: ApexObject) => void)(t, object);
  }
  return object;
}
