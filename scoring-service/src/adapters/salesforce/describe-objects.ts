import { z } from 'zod';
import type { FieldFact, OrgFacts } from '../../domain/org-facts.ts';
import { parseAnswer } from './answers.ts';
import { codeOf } from './org-refusal.ts';
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

/** The fields of an object that the user may read: a describe has no others. Undefined without access to the object. */
export async function describeObject(
  session: Session,
  object: string,
  signal?: AbortSignal,
): Promise<FieldFact[] | undefined> {
  try {
    const answer = await session.send({ method: 'GET', path: `/sobjects/${object}/describe`, signal });
    return parseAnswer(describeSchema, answer, `the describe of ${object}`).fields.map((field) => ({
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
      ...(field.picklistValues.length > 0 && { values: activeValues(field.picklistValues) }),
    }));
  } catch (error) {
    if (['NOT_FOUND', 'INVALID_TYPE'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

const activeValues = (
  values: { active: boolean; value: string; label?: string | null }[],
): { value: string; label: string }[] =>
  values.filter(({ active }) => active).map(({ value, label }) => ({ value, label: label ?? value }));

export async function describeObjects(session: Session, objects: string[]): Promise<OrgFacts> {
  const described = await Promise.all(
    [...new Set(objects)].map(async (object) => [object, await describeObject(session, object)] as const),
  );
  return Object.fromEntries(described.flatMap(([object, fields]) => (fields ? [[object, fields]] : [])));
}
