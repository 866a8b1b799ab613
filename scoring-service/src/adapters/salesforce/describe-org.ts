import { z } from 'zod';
import type { FieldFact, OrgFacts } from '../../domain/org-facts.ts';
import { goalRecordColumns } from '../../domain/goals/goal-record.ts';
import type { ObjectRights, UserRights, ObjectNeed } from '../../domain/needs/connection-needs.ts';
import { goalStatusFields } from './goals.ts';
import { codeOf } from './org-errors.ts';
import { parseAnswer, queryRecords } from './queries.ts';
import { runFields } from './runs.ts';
import type { Session } from './session.ts';

const describeSchema = z.object({
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      custom: z.boolean(),
      updateable: z.boolean(),
      calculated: z.boolean(),
      filterable: z.boolean(),
      length: z.int(),
      referenceTo: z.array(z.string()),
      relationshipName: z.string().nullish(),
      picklistValues: z
        .array(z.object({ active: z.boolean(), value: z.string(), label: z.string().nullish() }))
        .default([]),
    }),
  ),
});

const rightsSchema = z.object({
  createable: z.boolean(),
  updateable: z.boolean(),
  fields: z.array(z.object({ name: z.string(), updateable: z.boolean() })),
});

/** The fields that the integration user may read, by object; objects without access are left out. */
export async function describeObjects(session: Session, objects: string[]): Promise<OrgFacts> {
  return byObject(objects, (object) => describeObject(session, object));
}

/** The fields of an object that the user may read: a describe has no others. Undefined without access to the object. */
export async function describeObject(
  session: Session,
  object: string,
  signal?: AbortSignal,
): Promise<FieldFact[] | undefined> {
  const described = await describe(session, object, { schema: describeSchema, signal });
  return described?.fields.map((field) => ({
    name: field.name,
    label: field.label,
    type: field.type,
    isCustom: field.custom,
    isUpdateable: field.updateable,
    isCalculated: field.calculated,
    isFilterable: field.filterable,
    length: field.length,
    referenceTo: field.referenceTo,
    ...(typeof field.relationshipName === 'string' && { relationshipName: field.relationshipName }),
    ...(field.picklistValues.length > 0 && {
      values: labelled(field.picklistValues.filter(({ active }) => active)),
      inactiveValues: labelled(field.picklistValues.filter(({ active }) => !active)),
    }),
  }));
}

/** What the integration user may do with each object; objects without access are left out. */
export async function describeRights(session: Session, objects: string[]): Promise<UserRights> {
  return byObject(objects, async (object): Promise<ObjectRights | undefined> => {
    const rights = await describe(session, object, { schema: rightsSchema });
    return (
      rights && {
        canCreate: rights.createable,
        canUpdate: rights.updateable,
        fields: rights.fields.map((field) => ({ name: field.name, isUpdateable: field.updateable })),
      }
    );
  });
}

async function describe<T>(
  session: Session,
  object: string,
  { schema, signal }: { schema: z.ZodType<T>; signal?: AbortSignal },
): Promise<T | undefined> {
  try {
    const answer = await session.send({ method: 'GET', path: `/sobjects/${object}/describe`, signal });
    return parseAnswer(schema, answer, `the describe of ${object}`);
  } catch (error) {
    if (['NOT_FOUND', 'INVALID_TYPE'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

async function byObject<T>(
  objects: string[],
  read: (object: string) => Promise<T | undefined>,
): Promise<Record<string, T>> {
  const found = await Promise.all([...new Set(objects)].map(async (object) => [object, await read(object)] as const));
  return Object.fromEntries(found.flatMap(([object, facts]) => (facts === undefined ? [] : [[object, facts]])));
}

const labelled = (values: { value: string; label?: string | null | undefined }[]): { value: string; label: string }[] =>
  values.map(({ value, label }) => ({ value, label: label ?? value }));

/** The lead statuses that mean converted. */
export async function readConvertedStatuses(session: Session): Promise<string[]> {
  const records = await queryRecords(session, 'SELECT ApiName FROM LeadStatus WHERE IsConverted = true');
  return records.map(({ ApiName }) => String(ApiName));
}

const isOwn = (field: string): boolean => field.endsWith('__c');

/** The rights that the service needs on the objects of its package, by the name that an admin knows them by. */
export const packageNeeds: Record<string, ObjectNeed[]> = {
  'Goals and runs': [
    { object: 'Score_Goal__c', read: goalRecordColumns.filter(isOwn), write: goalStatusFields },
    // A run's goal is set when the run is created and never updated.
    {
      object: 'Score_Run__c',
      isCreated: true,
      write: runFields.filter((field) => isOwn(field) && field !== 'Goal__c'),
    },
  ],
  'Maintenance windows': [
    {
      object: 'Maintenance_Window__c',
      read: ['Active__c', 'Days__c', 'Start_Time__c', 'End_Time__c', 'Time_Zone__c'],
    },
  ],
  'Band changes': [{ object: 'Score_Band_Change__e', isCreated: true }],
};

/** The code of the corporate currency, which only an org of several currencies has a record of. */
export async function readCorporateCurrency(session: Session): Promise<string | undefined> {
  const [corporate] = await queryRecords(session, 'SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true');
  return corporate && String(corporate['IsoCode']);
}
