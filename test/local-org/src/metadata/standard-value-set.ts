import type { ObjectDefinition } from '../schema/object-definition.ts';
import { leadStatuses } from '../schema/standard/picklist-values.ts';
import { MetadataProblem } from './component.ts';
import type { Component } from './component.ts';
import type { Build, StandardValue } from './metadata-build.ts';
import { readEntry } from './picklist.ts';
import { children, isTrue } from './xml.ts';

/** The fields that take their values from a standard value set. */
const fieldsOf: Record<string, readonly [object: string, field: string][]> = {
  LeadStatus: [['Lead', 'Status']],
  LeadSource: [
    ['Lead', 'LeadSource'],
    ['Contact', 'LeadSource'],
    ['Account', 'AccountSource'],
    ['Opportunity', 'LeadSource'],
  ],
  Industry: [
    ['Lead', 'Industry'],
    ['Account', 'Industry'],
  ],
};

/**
 * Gives standard picklists the values of deployed standard value sets. Records keep the values that they have, as they
 * do when an admin renames a value without replacing it.
 */
export function applyStandardValues(
  { byType, attempt, standardValues }: Build,
  definitions: ReadonlyMap<string, ObjectDefinition>,
): void {
  for (const component of byType('StandardValueSet')) {
    attempt(component, () => {
      const values = readValues(component);
      standardValues.set(component.fullName, values);
      for (const [object, name] of fieldsOf[component.fullName] ?? []) {
        const fields = definitions.get(object)?.fields;
        const position = fields?.findIndex((field) => field.name === name) ?? -1;
        const field = fields?.[position];
        if (fields === undefined || field === undefined) continue;
        const preset = values.find(({ defaultValue }) => defaultValue)?.value ?? null;
        const picklistValues = values.map(({ active, defaultValue, label, validFor, value }) => ({
          ...{ active, defaultValue, label, validFor, value },
        }));
        fields[position] = { ...field, picklistValues, ...(field.defaultValue !== null && { defaultValue: preset }) };
      }
    });
  }
}

function readValues({ fullName, body }: Component): StandardValue[] {
  const values = children(body, 'standardValue').map((value): StandardValue => ({
    ...readEntry(value),
    converted: isTrue(value, 'converted'),
  }));
  if (fullName === 'LeadStatus' && !values.some(({ converted }) => converted)) {
    throw new MetadataProblem('You must have at least one converted lead status');
  }
  return values;
}

/** The lead statuses of the org: those of a deployed value set, or the standard ones. */
export const leadStatusesOf = (standardValues: ReadonlyMap<string, StandardValue[]>): StandardValue[] =>
  standardValues.get('LeadStatus') ??
  leadStatuses.map(({ value, isDefault, isConverted }) => ({
    ...{ active: true, defaultValue: isDefault, label: value, validFor: null, value, converted: isConverted },
  }));
