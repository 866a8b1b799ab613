import type { DescribeField, DescribeSObject, PicklistEntry } from '../schema/describe.ts';
import { eTagOf } from './e-tag.ts';
import type { RecordSource } from './record-source.ts';
import { findRecordType } from './record-type.ts';
import { valuesOfRecordType } from './record-type-values.ts';
import { illegalParameter } from './ui-api-error.ts';

/** What the value of a status means. The property's name is spelt as the platform spells it. */
export type ValueAttributes =
  | { picklistAtrributesValueType: 'LeadStatus'; converted: boolean }
  | {
      picklistAtrributesValueType: 'OpportunityStage';
      closed: boolean;
      defaultProbability: number;
      forecastCategoryName: string;
      won: boolean;
    };

export type PicklistValueShown = {
  attributes: ValueAttributes | null;
  label: string;
  validFor: number[];
  value: string;
};

export type PicklistShown = {
  controllerValues: Record<string, number>;
  defaultValue: PicklistValueShown | null;
  eTag: string;
  url: string;
  values: PicklistValueShown[];
};

const isPicklist = ({ type }: DescribeField): boolean => type === 'picklist' || type === 'multipicklist';

/** The controlling values that a bit field (base64, the first bit being the first value) names. */
export function decodeValidFor(validFor: string | null): number[] {
  const bytes = Buffer.from(validFor ?? '', 'base64');
  return Array.from({ length: bytes.length * 8 }, (_, index) => index).filter(
    (index) => ((bytes[index >> 3] ?? 0) & (128 >> (index % 8))) !== 0,
  );
}

const activeEntries = ({ picklistValues }: DescribeField): PicklistEntry[] =>
  picklistValues.filter(({ active }) => active);

/** The values of the field that another depends on, with their places; a checkbox has two. */
function controllerValues(describe: DescribeSObject, { controllerName }: DescribeField): Record<string, number> {
  const controller = describe.fields.find(({ name }) => name === controllerName);
  if (controller === undefined) return {};
  if (controller.type === 'boolean') return { false: 0, true: 1 };
  return Object.fromEntries(activeEntries(controller).map(({ value }, index) => [value, index]));
}

const noAttributes: ReadonlyMap<string, ValueAttributes> = new Map();

function statusAttributes(source: RecordSource, field: string): ReadonlyMap<string, ValueAttributes> {
  if (field === 'Lead.Status') {
    const rows = source.rows('SELECT ApiName, IsConverted FROM LeadStatus');
    return new Map(
      rows.map((row) => [
        String(row['ApiName']),
        { picklistAtrributesValueType: 'LeadStatus', converted: row['IsConverted'] === true },
      ]),
    );
  }
  if (field !== 'Opportunity.StageName') return noAttributes;
  const fields = 'ApiName, IsClosed, IsWon, DefaultProbability, ForecastCategoryName';
  return new Map(
    source.rows(`SELECT ${fields} FROM OpportunityStage`).map((row) => [
      String(row['ApiName']),
      {
        picklistAtrributesValueType: 'OpportunityStage',
        closed: row['IsClosed'] === true,
        defaultProbability: Number(row['DefaultProbability']),
        forecastCategoryName: String(row['ForecastCategoryName']),
        won: row['IsWon'] === true,
      },
    ]),
  );
}

/** The values of one picklist for records of a record type. */
export function showPicklist(
  source: RecordSource,
  describe: DescribeSObject,
  { field, recordTypeId }: { field: DescribeField; recordTypeId: string },
): PicklistShown {
  const own = valuesOfRecordType(source, describe, { recordTypeId, field: field.name });
  const entries = activeEntries(field).filter(({ value }) => own === undefined || own.values.includes(value));
  const attributes = statusAttributes(source, `${describe.name}.${field.name}`);
  const show = ({ label, validFor, value }: PicklistEntry): PicklistValueShown => ({
    attributes: attributes.get(value) ?? null,
    label,
    validFor: decodeValidFor(validFor),
    value,
  });
  const preset = entries.find((entry) => (own === undefined ? entry.defaultValue : entry.value === own.defaultValue));
  const content = {
    controllerValues: controllerValues(describe, field),
    defaultValue: preset === undefined ? null : show(preset),
    url: `${source.root}/object-info/${describe.name}/picklist-values/${recordTypeId}/${field.name}`,
    values: entries.map(show),
  };
  return { ...content, eTag: eTagOf(content) };
}

/** All picklists of an object for records of a record type. */
export function showPicklists(
  source: RecordSource,
  describe: DescribeSObject,
  recordTypeId: string,
): { eTag: string; picklistFieldValues: Record<string, PicklistShown> } {
  const picklistFieldValues = Object.fromEntries(
    describe.fields
      .filter(isPicklist)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map((field) => [field.name, showPicklist(source, describe, { field, recordTypeId })]),
  );
  return { eTag: eTagOf(picklistFieldValues), picklistFieldValues };
}

/** @throws OrgError when the object has no such picklist */
export function requirePicklist(describe: DescribeSObject, name: string): DescribeField {
  const field = describe.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (field !== undefined && isPicklist(field)) return field;
  throw illegalParameter(`Field ${name} of object ${describe.name} is not a picklist`);
}

/** @throws OrgError when the object has no such record type */
export function requireRecordType(describe: DescribeSObject, id: string): string {
  const info = findRecordType(describe, id);
  if (info === undefined) throw illegalParameter(`Invalid record type ID: ${id}`);
  return info.recordTypeId;
}
