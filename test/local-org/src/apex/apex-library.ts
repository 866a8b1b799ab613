import { dataClasses } from './library/data-classes.ts';
import { valueClasses } from './library/values-index.ts';
import type { LibraryClass } from './library.ts';
import { platformClasses } from './platform/platform-classes.ts';
import { nameOfType } from './types.ts';

type Member = LibraryClass['members'][number];

const keyOf = ({ name, parameters, isStatic, kind }: Member): string =>
  `${String(isStatic)} ${kind} ${name}(${parameters.map(nameOfType).join(',')})`.toLowerCase();

/** Tables of one class as one: a member that comes again replaces the one before. */
function mergeClasses(classes: readonly LibraryClass[]): LibraryClass[] {
  const merged = new Map<string, LibraryClass>();
  for (const one of classes) {
    const known = merged.get(one.name);
    if (known === undefined) merged.set(one.name, one);
    else {
      const members = new Map([...known.members, ...one.members].map((member) => [keyOf(member), member]));
      merged.set(one.name, { ...known, members: [...members.values()] });
    }
  }
  return [...merged.values()];
}

/** Everything that the platform brings to Apex. */
export const apexLibrary: readonly LibraryClass[] = mergeClasses([...valueClasses, ...dataClasses, ...platformClasses]);
