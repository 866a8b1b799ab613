import type { RecordType } from '../schema/object-definition.ts';
import type { Schema } from '../schema/schema.ts';
import { MetadataProblem, splitFullName } from './component.ts';
import { childText, children, isTrue } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Values in record types are written as in a URL: `Working %2D Contacted`. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new MetadataProblem(`Picklist value cannot be decoded: ${value}`, { element: 'picklistValues' });
  }
}

/** Reads a record type. Throws `MetadataProblem`. */
export function readRecordType(fullName: string, body: XmlElement, id: string): RecordType {
  const label = childText(body, 'label');
  if (label === undefined) throw new MetadataProblem('Required field is missing: label');
  const picklists = children(body, 'picklistValues').map((entry): [string, string[]] => [
    childText(entry, 'picklist') ?? '',
    children(entry, 'values').map((value) => decode(childText(value, 'fullName') ?? '')),
  ]);
  return {
    id,
    developerName: splitFullName(fullName).name,
    label,
    description: childText(body, 'description'),
    isActive: isTrue(body, 'active'),
    picklistValues: Object.fromEntries(picklists),
  };
}

/** Checks that the picklists of a record type are fields with these values. Throws `MetadataProblem`. */
export function checkRecordType(schema: Schema, fullName: string, { picklistValues }: RecordType): void {
  const object = schema.object(splitFullName(fullName).object);
  for (const [picklist, values] of Object.entries(picklistValues)) {
    const field = object?.fieldByName.get(picklist.toLowerCase());
    if (field === undefined || !['picklist', 'multipicklist'].includes(field.type)) {
      throw new MetadataProblem(`Picklist field not found: ${picklist}`, { element: 'picklistValues' });
    }
    const known = new Set(field.picklistValues.map(({ value }) => value));
    const missing = values.find((value) => !known.has(value));
    if (missing !== undefined) {
      throw new MetadataProblem(`Picklist value: ${missing} in picklist: ${picklist} not found`, {
        element: 'picklistValues',
      });
    }
  }
}
