import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Run } from '../run.ts';
import { isSameType, nameOfType } from '../types.ts';
import type { ApexType } from '../types.ts';
import { ApexObject } from '../values.ts';
import type { Value } from '../values.ts';
import { requireArgument } from './collection-guards.ts';
import { hashOfText } from './equality.ts';

/** The value of `Lead.class`: an instance of System.Type that keeps the type. */
export const makeType = (run: Run, type: ApexType): ApexObject => run.make('System.Type', type);

/** The type that an instance of System.Type keeps. */
export function typeOfValue(value: ApexObject | null): ApexType {
  if (value === null) throw new ApexFault('System.NullPointerException', 'Argument cannot be null.');
  return value.native as ApexType;
}

function named(run: Run, name: string): ApexObject | null {
  const type = run.typeNamed(name.trim());
  return type === undefined ? null : makeType(run, type);
}

export const typeClass: LibraryClass = defineClass('System.Type', {
  'static Type forName(String fullyQualifiedName)': (run: Run, name: string | null) =>
    named(run, requireArgument(name)),
  'static Type forName(String namespace, String name)': (run: Run, namespace: string | null, name: string | null) =>
    named(run, (namespace ?? '') === '' ? requireArgument(name, 2) : `${namespace ?? ''}.${requireArgument(name, 2)}`),
  'String getName()': (_run: Run, me: ApexObject) => nameOfType(typeOfValue(me)),
  'Object newInstance()': (run: Run, me: ApexObject) => run.instantiate(typeOfValue(me)),
  'Boolean isAssignableFrom(Type sourceType)': (run: Run, me: ApexObject, source: ApexObject | null) =>
    run.isAssignable(typeOfValue(me), typeOfValue(source)),
  'Boolean equals(Object other)': (_run: Run, me: ApexObject, other: Value) =>
    other instanceof ApexObject &&
    other.of.isSubtypeOf('System.Type') &&
    isSameType(typeOfValue(me), typeOfValue(other)),
  'Integer hashCode()': (_run: Run, me: ApexObject) => hashOfText(nameOfType(typeOfValue(me)).toLowerCase()),
  'String toString()': (_run: Run, me: ApexObject) => nameOfType(typeOfValue(me)),
});
