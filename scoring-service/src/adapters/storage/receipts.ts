import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Receipt, Store } from '../../ports.ts';
import { changeRun } from './runs.ts';
import type { ReceiptTable, Tables } from './tables.ts';

type Receipts = Pick<Store, 'commitBatch' | 'appendScores' | 'receipts' | 'countReceipts' | 'deleteReceipts'>;

/** What was scored when, by which model. */
export function createReceipts(kysely: Kysely<Tables>): Receipts {
  return {
    async commitBatch(key, receipts, checkpoint) {
      await kysely.transaction().execute(async (transaction) => {
        await changeRun(transaction, key, { checkpoint });
        await insertReceipts(transaction, receipts);
      });
    },

    appendScores: (receipts) => insertReceipts(kysely, receipts),

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

    async countReceipts(runKey) {
      const { count } = await kysely
        .selectFrom('receipts')
        .select((table) => table.fn.countAll<number>().as('count'))
        .where('run_key', '=', runKey)
        .executeTakeFirstOrThrow();
      return count;
    },

    async deleteReceipts(goalId) {
      await kysely.deleteFrom('receipts').where('goal_id', '=', goalId).execute();
    },
  };
}

/** One parameter for all rows: a statement takes at most 65,535, and a batch has ten thousand receipts. */
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
    })),
  );
  await sql`
    insert into receipts
      (goal_id, record_id, run_key, model_version, scored_at, score, band, percentile, probability)
    select goal_id, record_id, run_key, model_version, scored_at, score, band, percentile, probability
    from json_to_recordset(${rows}::text::json) as row (
      goal_id text, record_id text, run_key text, model_version text, scored_at timestamptz,
      score double precision, band text, percentile double precision, probability double precision
    )
    on conflict (run_key, record_id) where run_key is not null do nothing`.execute(kysely);
}

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
});
