import type { Component } from './component.ts';
import { childText, children } from './xml.ts';
import type { XmlElement } from './xml.ts';

type Reference = { type: string; fullName: string };

/** Where a permission set or profile refers to other components: list, element with the name, and type. */
const grantLists: readonly [list: string, element: string, type: string][] = [
  ['fieldPermissions', 'field', 'CustomField'],
  ['objectPermissions', 'object', 'CustomObject'],
  ['customPermissions', 'name', 'CustomPermission'],
  ['classAccesses', 'apexClass', 'ApexClass'],
  ['tabSettings', 'tab', 'CustomTab'],
  ['tabVisibilities', 'tab', 'CustomTab'],
  ['applicationVisibilities', 'application', 'CustomApplication'],
  ['recordTypeVisibilities', 'recordType', 'RecordType'],
  ['flowAccesses', 'flow', 'Flow'],
];

/** A permission set or profile without its rights to deleted components; undefined when it has none. */
export function withoutGrants(component: Component, deleted: readonly Reference[]): Component | undefined {
  if (component.type !== 'PermissionSet' && component.type !== 'Profile') return undefined;
  const gone = new Set(deleted.map(({ type, fullName }) => `${type}:${fullName}`));
  const body: XmlElement = { ...component.body };
  let isTrimmed = false;
  for (const [list, element, type] of grantLists) {
    const grants = children(body, list);
    const kept = grants.filter((grant) => !gone.has(`${type}:${childText(grant, element) ?? ''}`));
    if (kept.length === grants.length) continue;
    isTrimmed = true;
    body[list] = kept;
  }
  // The original files still name the deleted component, so from now on they are written from the body.
  return isTrimmed ? { type: component.type, fullName: component.fullName, body } : undefined;
}
