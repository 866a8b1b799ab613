import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { ScoreReference } from '../../domain/scoring/reference.ts';
import type { Store } from '../../ports/adapters.ts';
import type { ReferenceOf } from '../../ports/models.ts';
import type { Tables } from './tables.ts';

type References = Pick<Store, 'reference' | 'saveReference' | 'completeReference'>;

const quartilesSchema = z.tuple([z.number(), z.number(), z.number()]);
const contentSchema = z.strictObject({
  records: z.int(),
  probabilities: z.array(z.number()),
  fit: quartilesSchema,
  engagement: quartilesSchema,
});

/** What ranks and grades are relative to. */
export const createReferences = (kysely: Kysely<Tables>): References => ({
  reference: (id) => readReference(kysely, id),
  saveReference: (reference, of) => insertReference(kysely, reference, of, { isComplete: false }),
  async completeReference(id) {
    await kysely.updateTable('score_references').set({ is_complete: true }).where('id', '=', id).execute();
  },
});

export async function readReference(kysely: Kysely<Tables>, id: string): Promise<ScoreReference | undefined> {
  const row = await kysely.selectFrom('score_references').select('content').where('id', '=', id).executeTakeFirst();
  return row && { id, ...contentSchema.parse(JSON.parse(row.content)) };
}

/** A training that another process continues may save its reference a second time. */
export async function insertReference(
  kysely: Kysely<Tables>,
  { id, ...content }: ScoreReference,
  { goalId, modelVersion, createdAt }: ReferenceOf,
  { isComplete }: { isComplete: boolean },
): Promise<void> {
  const values = {
    ...{ goal_id: goalId, model_version: modelVersion, created_at: createdAt, is_complete: isComplete },
    content: JSON.stringify(content),
  };
  await kysely
    .insertInto('score_references')
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}
