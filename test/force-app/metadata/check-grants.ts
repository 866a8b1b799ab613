import type { MetadataFile } from './check-elements.ts';
import { entryClassesOf } from './entry-classes.ts';
import { takeInventory } from './inventory.ts';
import { holdersOf, readPermissionSets } from './read-permission-sets.ts';

/** By type and name of a component: the permission sets that give it, in the order of their names. */
export type Grants = Record<string, Record<string, readonly string[]>>;

/** Where permission sets give something else than a table says: components it leaves out, too many or too few sets. */
export function checkGrants(files: readonly MetadataFile[], grants: Grants): string[] {
  const inventory = takeInventory(files);
  const sets = readPermissionSets(files);
  return Object.entries(grants).flatMap(([type, table]) => {
    const own = type === 'ApexClass' ? entryClassesOf(files) : inventory.own(type);
    const named = sets.flatMap((set) => set.named(type).map((name) => ({ name, by: set.name })));
    return [
      ...own.filter((name) => !(name in table)).map((name) => `it is not said who needs the ${type} ${name}`),
      ...Object.keys(table)
        .filter((name) => !own.includes(name))
        .map((name) => `there is no ${type} ${name}`),
      ...named.filter(({ name }) => !(name in table)).map(({ name, by }) => `${by} names the ${type} ${name}`),
      ...Object.entries(table).flatMap(([name, expected]) => {
        const holders = holdersOf(sets, type, name);
        return holders.join() === expected.join()
          ? []
          : [`the ${type} ${name} is given by ${holders.join(', ')}, not by ${expected.join(', ')}`];
      }),
    ];
  });
}
