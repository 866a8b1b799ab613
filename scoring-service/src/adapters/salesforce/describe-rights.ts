import { z } from 'zod';
import type { ObjectRights, UserRights } from '../../domain/needs/connection-needs.ts';
import { parseAnswer } from './answers.ts';
import { codeOf } from './org-refusal.ts';
import type { Session } from './session.ts';

const rightsSchema = z.object({
  createable: z.boolean(),
  updateable: z.boolean(),
  fields: z.array(z.object({ name: z.string(), updateable: z.boolean() })),
});

async function rightsOn(session: Session, object: string): Promise<ObjectRights | undefined> {
  try {
    const answer = await session.send({ method: 'GET', path: `/sobjects/${object}/describe` });
    const { createable, updateable, fields } = parseAnswer(rightsSchema, answer, `the describe of ${object}`);
    return {
      canCreate: createable,
      canUpdate: updateable,
      fields: fields.map((field) => ({ name: field.name, isUpdateable: field.updateable })),
    };
  } catch (error) {
    if (['NOT_FOUND', 'INVALID_TYPE'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

/** What the integration user may do with each object; one that it cannot read is left out. */
export async function describeRights(session: Session, objects: string[]): Promise<UserRights> {
  const names = [...new Set(objects)];
  const rights = await Promise.all(names.map(async (object) => [object, await rightsOn(session, object)] as const));
  return Object.fromEntries(rights.flatMap(([object, own]) => (own ? [[object, own]] : [])));
}
