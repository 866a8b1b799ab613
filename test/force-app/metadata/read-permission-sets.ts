import type { MetadataFile } from './check-elements.ts';
import { nodesAt, readXml, textsAt } from './xml-node.ts';
import type { XmlNode } from './xml-node.ts';

/** A permission set of the package. */
export type PermissionSet = {
  name: string;
  xml: XmlNode;
  /** Every component of a type that the set names, whether it gives it or not. */
  named: (type: string) => string[];
  /** Whether users of the set may use a component: open, call or read it. */
  gives: (type: string, name: string) => boolean;
};

/** Where a permission set speaks of components of a type, and by which element it gives them. */
const places: Record<string, [list: string, element: string, right: string]> = {
  ApexClass: ['classAccesses', 'apexClass', 'enabled'],
  CustomApplication: ['applicationVisibilities', 'application', 'visible'],
  CustomField: ['fieldPermissions', 'field', 'readable'],
  CustomObject: ['objectPermissions', 'object', 'allowRead'],
  CustomPermission: ['customPermissions', 'name', 'enabled'],
  CustomTab: ['tabSettings', 'tab', 'visibility'],
  ExternalCredentialPrincipal: ['externalCredentialPrincipalAccesses', 'externalCredentialPrincipal', 'enabled'],
  Flow: ['flowAccesses', 'flow', 'enabled'],
};

const given = new Set(['true', 'Visible', 'Available']);

function readPermissionSet(name: string, text: string): PermissionSet {
  const xml = readXml(text);
  const entriesOf = (type: string): { name: string; isGiven: boolean }[] => {
    const [list = '', element = '', right = ''] = places[type] ?? [];
    return nodesAt(xml, list).map((entry) => ({
      name: textsAt(entry, element)[0] ?? '',
      isGiven: textsAt(entry, right).some((value) => given.has(value)),
    }));
  };
  return {
    name,
    xml,
    named: (type) => entriesOf(type).map((entry) => entry.name),
    gives: (type, component) => entriesOf(type).some((entry) => entry.name === component && entry.isGiven),
  };
}

/** Reads the permission sets of a package, in the order of their names. */
export const readPermissionSets = (files: readonly MetadataFile[]): PermissionSet[] =>
  files
    .flatMap(({ path, text }) => {
      const [, name] = /\/(\w+)\.permissionset-meta\.xml$/.exec(path) ?? [];
      return name === undefined ? [] : [readPermissionSet(name, text)];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** The names of the permission sets that give a component. */
export const holdersOf = (sets: readonly PermissionSet[], type: string, name: string): string[] =>
  sets.filter((set) => set.gives(type, name)).map((set) => set.name);
