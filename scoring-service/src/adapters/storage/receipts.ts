import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { scoreBasisSchema } from '@plumbline/contract';
import type { Receipt } from '../../domain/evaluation/receipt.ts';
import type { PastScores } from '../../domain/scoring/score.ts';
import type { Store } from '../../ports/adapters.ts';
import { settleEvents, settleRunEvents } from './band-events.ts';
import { insertForecasts } from './forecasts.ts';
import { insertResults, packResults } from './run-results.ts';
import { changeRun } from './runs.ts';
import type { ReceiptTable, Tables } from './tables.ts';

type Receipts = Pick<
  Store,
  | 'commitBatch'
  | 'appendScores'
  | 'receipts'
  | 'receipt'
  | 'pastScores'
  | 'countReceipts'
  | 'deleteReceipts'
  | 'expireFeatures'
>;

const noEvents = { intended: [], written: new Set<string>() };

const featureRowSchema = z.array(z.union([z.number(), z.string(), z.null()]));

/** Limits the duration of one statement that deletes features. */
const EXPIRED_AT_ONCE = 20_000;

/** The receipts of scores: which record was scored when, by which model, on which inputs. */
export function createReceipts(kysely: Kysely<Tables>): Receipts {
  return {
    async commitBatch(key, receipts, checkpoint, { results = [], written, epoch } = {}) {
      const packed = await packResults(results);
      await kysely.transaction().execute(async (transaction) => {
        // A run that gets further does not end its process at the same place.
        await changeRun(transaction, key, { checkpoint, attempts: 1 }, epoch);
        await insertReceipts(transaction, receipts);
        await insertResults(transaction, key, packed);
        if (written) await settleRunEvents(transaction, key, written);
      });
    },

    async appendScores(receipts, { intended, written } = noEvents) {
      await kysely.transaction().execute(async (transaction) => {
        await insertReceipts(transaction, receipts);
        await settleEvents(transaction, intended, written);
      });
    },

    async receipts({ goalId, recordId, limit }) {
      const rows = await kysely
        .selectFrom('receipts')
        .selectAll()
        .where('goal_id', '=', goalId)
        .where('record_id', '=', recordId)
        .orderBy('scored_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toReceipt);
    },

    async receipt(id) {
      const row = await kysely.selectFrom('receipts').selectAll().where('id', '=', Number(id)).executeTakeFirst();
      return row && toReceipt(row);
    },

    async pastScores({ goalId, recordIds, before }) {
      if (recordIds.length === 0) return new Map();
      const { rows } = await sql<PastRow>`
        select asked.id, newest.score, newest.basis, newest.model_version, newest.high_from, newest.medium_from, earlier.score as earlier_score, earlier.basis as earlier_basis
        from json_array_elements_text(${JSON.stringify(recordIds)}::text::json) as asked (id)
        join lateral (select score, basis, model_version, high_from, medium_from
          from receipts where goal_id = ${goalId} and record_id = asked.id
          order by scored_at desc limit 1) newest on true
        left join lateral (select score, basis from receipts where goal_id = ${goalId} and record_id = asked.id
          and scored_at <= ${before} order by scored_at desc limit 1) earlier on true`.execute(kysely);
      return new Map(rows.map((row) => [row.id, toPastScores(row)]));
    },

    async countReceipts(runKey) {
      const { count } = await kysely
        .selectFrom('receipts')
        .select((table) => table.fn.countAll<number>().as('count'))
        .where('run_key', '=', runKey)
        .executeTakeFirstOrThrow();
      return count;
    },

    async deleteReceipts(goalId) {
      await kysely.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('receipts').where('goal_id', '=', goalId).execute();
        await transaction.deleteFrom('forecasts').where('goal_id', '=', goalId).execute();
        // A ready one has happened, and may only wait for the claim of a process that ended.
        await transaction
          .deleteFrom('band_events')
          .where('goal_id', '=', goalId)
          .where('is_ready', '=', false)
          .execute();
      });
    },

    async expireFeatures(scoredBefore) {
      let expired = 0;
      for (;;) {
        const { numUpdatedRows } = await kysely
          .updateTable('receipts')
          .set({ features: null })
          .where('id', 'in', (query) =>
            query
              .selectFrom('receipts')
              .select('id')
              .where('features', 'is not', null)
              .where('scored_at', '<', scoredBefore)
              .limit(EXPIRED_AT_ONCE),
          )
          .executeTakeFirstOrThrow();
        expired += Number(numUpdatedRows);
        if (Number(numUpdatedRows) < EXPIRED_AT_ONCE) return expired;
      }
    },
  };
}

/** Sends all rows as one parameter, because a statement has at most 65,535 and a batch has 10,000 receipts. */
async function insertReceipts(kysely: Kysely<Tables>, receipts: Receipt[]): Promise<void> {
  if (receipts.length === 0) return;
  const rows = JSON.stringify(
    receipts.map((receipt) => ({
      goal_id: receipt.goalId,
      record_id: receipt.recordId,
      run_key: receipt.runKey,
      model_version: receipt.modelVersion,
      scored_at: receipt.scoredAt,
      score: receipt.score,
      band: receipt.band,
      percentile: receipt.percentile,
      probability: receipt.probability,
      basis: receipt.basis,
      high_from: receipt.highFrom,
      medium_from: receipt.mediumFrom,
      base_rate: receipt.baseRate,
      reference_id: receipt.referenceId,
      reason: receipt.reason,
      // As text, because a JSON column may change numbers.
      features: receipt.features && JSON.stringify(receipt.features),
    })),
  );
  await sql`
    insert into receipts
      (goal_id, record_id, run_key, model_version, scored_at, score, band, percentile, probability,
       basis, high_from, medium_from, base_rate, reference_id, reason, features)
    select goal_id, record_id, run_key, model_version, scored_at, score, band, percentile, probability,
       basis, high_from, medium_from, base_rate, reference_id, reason, features
    from json_to_recordset(${rows}::text::json) as row (
      goal_id text, record_id text, run_key text, model_version text, scored_at timestamptz,
      score double precision, band text, percentile double precision, probability double precision,
      basis text, high_from integer, medium_from integer,
      base_rate double precision, reference_id text, reason text, features text
    )
    on conflict (run_key, record_id) where run_key is not null do nothing`.execute(kysely);
  await insertForecasts(kysely, receipts);
}

type PastRow = {
  id: string;
  score: number;
  basis: string | null;
  model_version: string;
  high_from: number | null;
  medium_from: number | null;
  earlier_score: number | null;
  earlier_basis: string | null;
};

const toPastScores = ({ earlier_score, earlier_basis, ...newest }: PastRow): PastScores => ({
  newest: {
    ...{ score: newest.score, basis: basisOf(newest.basis), modelVersion: newest.model_version },
    ...{ highFrom: newest.high_from ?? undefined, mediumFrom: newest.medium_from ?? undefined },
  },
  ...(earlier_score !== null && { weekAgo: { score: earlier_score, basis: basisOf(earlier_basis) } }),
});

const basisOf = (basis: string | null): Receipt['basis'] =>
  basis === null ? undefined : scoreBasisSchema.parse(basis);

const toReceipt = (row: Selectable<ReceiptTable>): Receipt & { id: string } => ({
  id: String(row.id),
  goalId: row.goal_id,
  recordId: row.record_id,
  runKey: row.run_key ?? undefined,
  modelVersion: row.model_version,
  scoredAt: row.scored_at,
  score: row.score,
  band: row.band,
  percentile: row.percentile ?? undefined,
  probability: row.probability ?? undefined,
  basis: basisOf(row.basis),
  highFrom: row.high_from ?? undefined,
  mediumFrom: row.medium_from ?? undefined,
  baseRate: row.base_rate ?? undefined,
  referenceId: row.reference_id ?? undefined,
  reason: row.reason ?? undefined,
  features: row.features === null ? undefined : featureRowSchema.parse(JSON.parse(row.features)),
});
