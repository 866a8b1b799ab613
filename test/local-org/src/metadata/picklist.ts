import type { PicklistEntry } from '../schema/describe.ts';
import { MetadataProblem } from './component.ts';
import { child, children, childText, isTrue } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** The values of each global value set, by its name. */
export type ValueSets = Map<string, PicklistEntry[]>;

/** Reads values from a `valueSetDefinition` (`value`) or a global value set (`customValue`). */
export const readEntries = (body: XmlElement, element: 'value' | 'customValue'): PicklistEntry[] =>
  children(body, element).map(readEntry);

/** Reads one value of a value set of any kind. */
export function readEntry(value: XmlElement): PicklistEntry {
  const name = childText(value, 'fullName');
  if (name === undefined) throw new MetadataProblem('Required field is missing: fullName');
  return {
    active: childText(value, 'isActive') !== 'false',
    defaultValue: isTrue(value, 'default'),
    label: childText(value, 'label') ?? name,
    validFor: null,
    value: name,
  };
}

/** The values of a picklist field and whether others are refused. */
export function readPicklist(
  body: XmlElement,
  valueSets: ValueSets,
): { entries: PicklistEntry[]; restricted: boolean } {
  const valueSet = child(body, 'valueSet');
  if (valueSet === undefined) throw new MetadataProblem('Picklist fields must have a valueSet');
  const globalName = childText(valueSet, 'valueSetName');
  if (globalName !== undefined) {
    const entries = valueSets.get(globalName);
    if (entries === undefined) throw new MetadataProblem(`no GlobalValueSet named ${globalName} found`);
    return { entries, restricted: true };
  }
  const definition = child(valueSet, 'valueSetDefinition');
  const entries = definition === undefined ? [] : readEntries(definition, 'value');
  const duplicate = entries.find((entry, index) => entries.findIndex(({ value }) => value === entry.value) !== index);
  if (duplicate !== undefined) throw new MetadataProblem(`Duplicate picklist value: ${duplicate.value}`);
  return { entries, restricted: isTrue(valueSet, 'restricted') };
}
