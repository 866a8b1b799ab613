import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { modelCardSchema } from '@plumbline/contract';
import type { ModelCard } from '@plumbline/contract';
import { decodeModel, encodeModel } from '@plumbline/learning';
import { modelNotFound } from '../../domain/scoring-error.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Store } from '../../ports/adapters.ts';
import type { StoredModel } from '../../ports/models.ts';
import { insertReference, readReference } from './score-references.ts';
import { trainingDistributionSchema, sourcePlanSchema } from './model-schemas.ts';
import type { ModelTable, Tables } from './tables.ts';

type Models = Pick<
  Store,
  | 'activeModel'
  | 'model'
  | 'modelCards'
  | 'saveModel'
  | 'activateModel'
  | 'saveRealised'
  | 'deleteModels'
  | 'keptGoalIds'
>;

/**
 * The models of goals. The decoded active model stays in memory; each call only queries which version is active, which
 * is one index lookup. A database notification would save the lookup, but is lost while its connection is down, and a
 * replica would keep scoring with a replaced model.
 */
export function createModels(kysely: Kysely<Tables>): Models {
  const inMemory = new Map<string, StoredModel>();

  const activeRow = (goalId: string) =>
    kysely.selectFrom('models').where('goal_id', '=', goalId).where('is_active', '=', true);

  const newestReference = sql<string | null>`(select r.id from score_references r where r.is_complete
    and r.goal_id = models.goal_id and r.model_version = models.version order by r.created_at desc limit 1)`;

  return {
    async activeModel(goalId) {
      const active = await activeRow(goalId)
        .select(['version', 'trained_at', newestReference.as('reference_id')])
        .executeTakeFirst();
      if (!active) {
        inMemory.delete(goalId);
        return undefined;
      }
      const known = inMemory.get(goalId);
      const isKnown = known?.version === active.version && known.trainedAt.getTime() === active.trained_at.getTime();
      if (isKnown && known.reference?.id === (active.reference_id ?? undefined)) return known;
      const reference = active.reference_id === null ? undefined : await readReference(kysely, active.reference_id);
      const row = isKnown ? undefined : await activeRow(goalId).selectAll().executeTakeFirst();
      if (!isKnown && !row) return undefined;
      const model = { ...(row ? toModel(row) : (known as StoredModel)), ...(reference && { reference }) };
      inMemory.set(goalId, model);
      return model;
    },

    async model(goalId, version) {
      const known = inMemory.get(goalId);
      const query = kysely.selectFrom('models').where('goal_id', '=', goalId).where('version', '=', version);
      if (known?.version === version) {
        const stored = await query.select(['trained_at', 'is_active']).executeTakeFirst();
        // The card in memory says active, so it is only valid while the model still is.
        if (stored?.is_active && stored.trained_at.getTime() === known.trainedAt.getTime()) return known;
      }
      const row = await query.selectAll().executeTakeFirst();
      return row && toModel(row);
    },

    async modelCards(goalId) {
      const rows = await kysely
        .selectFrom('models')
        .select(['goal_id', 'version', 'card', 'is_active'])
        .where('goal_id', '=', goalId)
        .orderBy('trained_at', 'desc')
        .orderBy('version', 'desc')
        .execute();
      return rows.map((row) => readable(row, () => toCard(row)));
    },

    async saveModel({ goalId, version, trainedAt, plan, model, card, distribution, reference }) {
      const content = {
        trained_at: trainedAt,
        is_active: card.isActive,
        plan: JSON.stringify(plan),
        model: encodeModel(model),
        card: JSON.stringify(card),
        distribution: distribution === undefined ? null : JSON.stringify(distribution),
      };
      await kysely.transaction().execute(async (transaction) => {
        if (card.isActive) {
          await transaction
            .updateTable('models')
            .set({ is_active: false })
            .where('goal_id', '=', goalId)
            .where('is_active', '=', true)
            .execute();
        }
        // A run that another process continues may save its model a second time.
        await transaction
          .insertInto('models')
          .values({ goal_id: goalId, version, ...content })
          .onConflict((conflict) => conflict.columns(['goal_id', 'version']).doUpdateSet(content))
          .execute();
        if (reference) {
          const of = { goalId, modelVersion: version, createdAt: trainedAt };
          await insertReference(transaction, reference, of, { isComplete: true });
        }
      });
      inMemory.delete(goalId);
    },

    async activateModel(goalId, version) {
      const previous = await kysely.transaction().execute(async (transaction) => {
        const ofGoal = transaction.updateTable('models').where('goal_id', '=', goalId);
        const earlier = await ofGoal
          .set({ is_active: false })
          .where('is_active', '=', true)
          .returning('version')
          .executeTakeFirst();
        const { numUpdatedRows } = await ofGoal
          .set({ is_active: true })
          .where('version', '=', version)
          .executeTakeFirstOrThrow();
        // The error rolls back the transaction, so the active model stays.
        if (numUpdatedRows === 0n) throw modelNotFound(goalId, version);
        return earlier?.version;
      });
      inMemory.delete(goalId);
      return previous;
    },

    async saveRealised(goalId, version, realised) {
      const json = JSON.stringify({ realised });
      await sql`update models set card = card || ${json}::text::jsonb
        where goal_id = ${goalId} and version = ${version}`.execute(kysely);
      inMemory.delete(goalId);
    },

    async deleteModels(goalId) {
      await kysely.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('models').where('goal_id', '=', goalId).execute();
        await transaction.deleteFrom('score_references').where('goal_id', '=', goalId).execute();
      });
      inMemory.delete(goalId);
    },

    async keptGoalIds() {
      const rows = await kysely.selectFrom('models').select('goal_id').distinct().orderBy('goal_id').execute();
      return rows.map((row) => row.goal_id);
    },
  };
}

const toModel = (row: Selectable<ModelTable>): StoredModel =>
  readable(row, () => ({
    goalId: row.goal_id,
    version: row.version,
    trainedAt: row.trained_at,
    plan: sourcePlanSchema.parse(row.plan),
    model: decodeModel(row.model),
    card: toCard(row),
    ...(row.distribution !== null && { distribution: trainingDistributionSchema.parse(row.distribution) }),
  }));

/** The column is authoritative; the card holds whether the model was active when it was saved. */
const toCard = ({ card, is_active }: { card: unknown; is_active: boolean }): ModelCard => ({
  ...modelCardSchema.parse(card),
  isActive: is_active,
});

function readable<T>({ goal_id, version }: { goal_id: string; version: string }, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ScoringError('model.invalid', {
      message: `The stored model ${version} of the goal ${goal_id} cannot be read.`,
      cause,
      actions: ['Train the goal again.'],
    });
  }
}
