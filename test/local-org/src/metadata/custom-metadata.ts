import { coerceValue } from '../records/coerce-value.ts';
import { RecordRefusal } from '../records/record-refusal.ts';
import type { Schema } from '../schema/schema.ts';
import type { SqlRow } from '../storage/database.ts';
import { MetadataProblem, splitFullName } from './component.ts';
import { childText, children } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** A record of a custom metadata type: `Tax_Rate.Austria` is one of `Tax_Rate__mdt`. */
export type MetadataRecord = { object: string; values: SqlRow };

/** Reads a record. Throws `MetadataProblem` for a missing type or field, or an invalid value. */
export function readMetadataRecord(fullName: string, body: XmlElement, schema: Schema): MetadataRecord {
  const { object: type, name } = splitFullName(fullName);
  const object = schema.object(`${type}__mdt`);
  if (object === undefined) throw new MetadataProblem(`no CustomObject named ${type}__mdt found`);
  const label = childText(body, 'label');
  if (label === undefined) throw new MetadataProblem('Required field is missing: label');
  const values: SqlRow = { DeveloperName: name, MasterLabel: label, Label: label, QualifiedApiName: name };
  for (const entry of children(body, 'values')) {
    const fieldName = childText(entry, 'field') ?? '';
    const field = object.fieldByName.get(fieldName.toLowerCase());
    if (field === undefined || !field.custom) {
      const problem = `In field: field - no CustomField named ${object.name}.${fieldName} found`;
      throw new MetadataProblem(problem, { element: 'values' });
    }
    try {
      values[field.name] = coerceValue(field, childText(entry, 'value') ?? null);
    } catch (error) {
      if (!(error instanceof RecordRefusal)) throw error;
      throw new MetadataProblem(error.errors[0]?.message ?? error.message, { element: 'values' });
    }
  }
  return { object: object.name, values };
}
