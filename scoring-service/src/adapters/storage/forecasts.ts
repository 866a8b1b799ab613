import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Receipt } from '../../domain/evaluation/receipt.ts';
import type { Store } from '../../ports/adapters.ts';
import { textsOf } from './tables.ts';
import type { Tables } from './tables.ts';

type Forecasts = Pick<Store, 'matureForecasts' | 'keptRecordIds' | 'forgetRecords'>;

/**
 * The first forecast of each record by each model. Stored separately from receipts, because a record has many receipts
 * but its outcome is compared with one forecast.
 */
export function createForecasts(kysely: Kysely<Tables>): Forecasts {
  return {
    async matureForecasts(goalId, scoredBefore) {
      const rows = await kysely
        .selectFrom('forecasts')
        .select(['model_version', 'record_id', 'scored_at', 'band', 'probability'])
        .where('goal_id', '=', goalId)
        .where('scored_at', '<=', scoredBefore)
        .execute();
      return rows.map(({ model_version, record_id, scored_at, band, probability }) => ({
        ...{ modelVersion: model_version, recordId: record_id, scoredAt: scored_at, band, probability },
      }));
    },

    async keptRecordIds(goalId, { afterId, limit }) {
      // A loose index scan: one index lookup per record, however many receipts it has.
      const { rows } = await sql<{ record_id: string }>`
        with recursive kept as (
          select 0 as depth, (select min(record_id) from receipts where goal_id = ${goalId} and record_id > ${afterId})
            as record_id
          union all
          select depth + 1, (select min(record_id) from receipts where goal_id = ${goalId}
            and record_id > kept.record_id) from kept where kept.record_id is not null and depth + 1 < ${limit}
        )
        select record_id from kept where record_id is not null`.execute(kysely);
      return rows.map(({ record_id }) => record_id);
    },

    async forgetRecords(recordIds, goalId) {
      if (recordIds.length === 0) return 0;
      const ofGoal = goalId === undefined ? sql`` : sql`and goal_id = ${goalId}`;
      const forgotten = sql<boolean>`record_id in ${textsOf(recordIds)} ${ofGoal}`;
      return kysely.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('forecasts').where(forgotten).execute();
        await transaction.deleteFrom('band_events').where(forgotten).execute();
        const { numDeletedRows } = await transaction.deleteFrom('receipts').where(forgotten).executeTakeFirstOrThrow();
        return Number(numDeletedRows);
      });
    },
  };
}

/** Saves the first scored receipt of each record and model as its forecast; a record that is not scored has none. */
export async function insertForecasts(kysely: Kysely<Tables>, receipts: readonly Receipt[]): Promise<void> {
  const scored = receipts.filter(({ probability, band }) => probability !== undefined && band !== 'Not scored');
  if (scored.length === 0) return;
  const rows = JSON.stringify(
    scored.map(({ goalId, modelVersion, recordId, scoredAt, band, probability }) => ({
      ...{ goal_id: goalId, model_version: modelVersion, record_id: recordId },
      ...{ scored_at: scoredAt, band, probability },
    })),
  );
  await sql`
    insert into forecasts (goal_id, model_version, record_id, scored_at, band, probability)
    select goal_id, model_version, record_id, scored_at, band, probability
    from json_to_recordset(${rows}::text::json) as row (
      goal_id text, model_version text, record_id text, scored_at timestamptz, band text, probability double precision
    )
    on conflict do nothing`.execute(kysely);
}
