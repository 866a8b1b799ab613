import { queriesOf } from '../apex/queries.ts';
import type { MetadataFile } from './check-elements.ts';
import { codeReferences } from './code-references.ts';
import { entryClassesOf } from './entry-classes.ts';
import { takeInventory } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import { readPermissionSets } from './read-permission-sets.ts';
import type { PermissionSet } from './read-permission-sets.ts';
import type { Reference } from './reference.ts';
import { xmlReferences } from './xml-references.ts';

/** What code touches on behalf of users: who they are, by whom it is touched, and what. */
type Touch = { sets: PermissionSet[]; by: string; needed: Reference };

/** Every right that the users of a class or component lack although its code needs it. */
export function checkCodeRights(files: readonly MetadataFile[]): string[] {
  const inventory = takeInventory(files);
  const sets = readPermissionSets(files);
  const touches = [...apexTouches(files, inventory, sets), ...componentTouches(files, sets)];
  const problems = touches.flatMap(({ sets: users, by, needed }) =>
    users
      .filter((set) => !isCovered(set, needed, inventory))
      .map((set) => `${set.name} does not give the ${needed.type} ${needed.name}, which ${by} needs`),
  );
  return [...new Set(problems)];
}

/** Components do not say whose field they name: one readable field of the name is enough. */
function isCovered(set: PermissionSet, { type, name }: Reference, { own }: Inventory): boolean {
  if (type !== 'custom name') return set.gives(type, name);
  return (
    set.gives('CustomObject', name) ||
    own('CustomField').some((field) => field.endsWith(`.${name}`) && set.gives('CustomField', field))
  );
}

/**
 * Queries run with the rights of whoever calls the class: our objects and fields must be readable. Standard objects
 * are not ours to give: who sees no leads sees no page of a lead.
 */
function apexTouches(files: readonly MetadataFile[], { own }: Inventory, sets: readonly PermissionSet[]): Touch[] {
  return entryClassesOf(files).flatMap((name) => {
    const text = files.find(({ path }) => path.endsWith(`/${name}.cls`))?.text ?? '';
    const needed = queriesOf({ name: `${name}.cls`, text }).flatMap(({ text: soql, query }): Reference[] => [
      { type: 'CustomObject', name: query.sObject ?? '' },
      ...[...soql.matchAll(/\b\w+__c\b/g)].map(([field]) => ({
        type: 'CustomField',
        name: `${query.sObject ?? ''}.${field}`,
      })),
    ]);
    const users = sets.filter((set) => set.gives('ApexClass', name));
    return needed
      .filter((reference) => own(reference.type).includes(reference.name))
      .map((reference) => ({ sets: users, by: name, needed: reference }));
  });
}

const bundleNames = (references: readonly Reference[]): string[] =>
  references.filter(({ type }) => type === 'LightningComponentBundle').map(({ name }) => name);

/** What a component names, and the components in it name, all the way down. */
function reach(bundle: string, code: ReadonlyMap<string, Reference[]>, seen = new Set<string>()): Reference[] {
  if (seen.has(bundle)) return [];
  seen.add(bundle);
  const own = code.get(bundle) ?? [];
  return [...own, ...bundleNames(own).flatMap((child) => reach(child, code, seen))];
}

function codeByBundle(files: readonly MetadataFile[]): Map<string, Reference[]> {
  const code = new Map<string, Reference[]>();
  for (const { path, text } of files) {
    const [, bundle] = /\/lwc\/(\w+)\//.exec(path) ?? [];
    if (bundle !== undefined) code.set(bundle, [...(code.get(bundle) ?? []), ...codeReferences(path, text)]);
  }
  return code;
}

/** Classes that components call and fields that they name, for those who see the component. */
function componentTouches(files: readonly MetadataFile[], sets: readonly PermissionSet[]): Touch[] {
  const code = codeByBundle(files);
  return files
    .filter(({ path }) => opened.test(path))
    .flatMap(({ path, text }) => {
      const users = usersOf(path, sets);
      return bundleNames(xmlReferences(path, text)).flatMap((root) =>
        reach(root, code)
          .filter(({ type, name }) => type === 'ApexClass' || (type === 'custom name' && name.endsWith('__c')))
          .map((needed) => ({ sets: users, by: root, needed })),
      );
    });
}

/** What the platform opens components by. */
const opened = /\.(flexipage|flow|quickAction|tab)-meta\.xml$/;

/** A tab is seen by those to whom it is shown; pages, actions and flows by whoever may see scores. */
function usersOf(path: string, sets: readonly PermissionSet[]): PermissionSet[] {
  const [, tab] = /\/(\w+)\.tab-meta\.xml$/.exec(path) ?? [];
  return sets.filter((set) =>
    tab === undefined ? set.gives('CustomPermission', 'View_Predictive_Scoring') : set.gives('CustomTab', tab),
  );
}
