import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { ApexObject } from '../values.ts';
import type { Value } from '../values.ts';
import { requireArgument } from './collection-guards.ts';
import { hashOfText } from './equality.ts';

/** The parts of a version; the patch number is null where none was given. */
type Parts = readonly [major: number, minor: number, patch: number | null];

const partsOf = (me: ApexObject): Parts => me.native as Parts;

/** A patch number counts only where both versions have one. */
function compare(one: Parts, other: Parts): number {
  for (const place of [0, 1, 2] as const) {
    const [left, right] = [one[place], other[place]];
    if (left !== null && right !== null && left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

const textOf = (parts: Parts): string => parts.filter((part) => part !== null).join('.');

export const versionClass: LibraryClass = defineClass(
  'System.Version',
  {
    'new(Integer major, Integer minor)': (run: Run, major: number | null, minor: number | null) =>
      run.make('System.Version', [requireArgument(major), requireArgument(minor, 2), null] satisfies Parts),
    'new(Integer major, Integer minor, Integer patch)': (
      run: Run,
      major: number | null,
      minor: number | null,
      patch: number | null,
    ) => run.make('System.Version', [requireArgument(major), requireArgument(minor, 2), patch] satisfies Parts),
    'Integer compareTo(Object other)': (_run: Run, me: ApexObject, other: Value) =>
      other instanceof ApexObject ? compare(partsOf(me), partsOf(other)) : 1,
    'Integer major()': (_run: Run, me: ApexObject) => partsOf(me)[0],
    'Integer minor()': (_run: Run, me: ApexObject) => partsOf(me)[1],
    'Integer patch()': (_run: Run, me: ApexObject) => partsOf(me)[2],
    'Boolean equals(Object other)': (_run: Run, me: ApexObject, other: Value) =>
      other instanceof ApexObject &&
      other.of.isSubtypeOf('System.Version') &&
      textOf(partsOf(me)) === textOf(partsOf(other)),
    'Integer hashCode()': (_run: Run, me: ApexObject) => hashOfText(textOf(partsOf(me))),
    'String toString()': (_run: Run, me: ApexObject) => textOf(partsOf(me)),
  },
  { interfaces: ['System.Comparable'] },
);

/** Compares texts as the running user's language orders them; null comes first. */
export const collatorClass: LibraryClass = defineClass(
  'System.Collator',
  {
    'static Collator getInstance()': (run: Run) =>
      run.make('System.Collator', new Intl.Collator(run.user.locale.replaceAll('_', '-'))),
    'Integer compare(String one, String other)': (
      _run: Run,
      me: ApexObject,
      one: string | null,
      other: string | null,
    ) => {
      if (one === null || other === null) return Number(one !== null) - Number(other !== null);
      return Math.sign((me.native as Intl.Collator).compare(one, other));
    },
  },
  { interfaces: ['System.Comparator'] },
);
