import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { bandSchema, scoredObjectSchema } from '@plumbline/contract';
import type { BandEvent } from '../../domain/evaluation/band-events.ts';
import type { BandEvents } from '../../ports/scores.ts';
import { changeRun } from './runs.ts';
import { textsOf } from './tables.ts';
import type { BandEventTable, Tables } from './tables.ts';

/** Ends all claims, so that the next process that asks gets the events. */
export async function releaseClaims(kysely: Kysely<Tables>): Promise<void> {
  const claimed = kysely.updateTable('band_events').where('claimed_until', 'is not', null);
  await claimed.set({ claimed_until: null }).execute();
}

/** The outbox of band changes. */
export function createBandEvents(kysely: Kysely<Tables>): BandEvents {
  return {
    async intendEvents(events, run) {
      if (run === undefined) {
        await insertIntents(kysely, events, undefined);
        return events.map(({ recordId }) => recordId);
      }
      return kysely.transaction().execute(async (transaction) => {
        await changeRun(transaction, run.key, { checkpoint: run.checkpoint }, run.epoch);
        await insertIntents(transaction, events, run.key);
        const intended = transaction.selectFrom('band_events').select('record_id').where('run_key', '=', run.key);
        return (await intended.where('is_ready', '=', false).execute()).map(({ record_id: id }) => id);
      });
    },

    async claimEvents({ limit, now, until }) {
      const rows = await kysely
        .updateTable('band_events')
        .set({ claimed_until: until })
        .where('id', 'in', (query) =>
          query
            .selectFrom('band_events')
            .select('id')
            .where('is_ready', '=', true)
            .where((where) => where.or([where('claimed_until', 'is', null), where('claimed_until', '<', now)]))
            .orderBy('created_at')
            .limit(limit)
            .forUpdate()
            .skipLocked(),
        )
        .returningAll()
        .execute();
      return rows.map(toEvent).toSorted((one, other) => (one.scoredAt < other.scoredAt ? -1 : 1));
    },

    async releaseEvents(ids) {
      if (ids.length === 0) return;
      await kysely.updateTable('band_events').set({ claimed_until: null }).where('id', 'in', textsOf(ids)).execute();
    },

    removeEvents: (ids) => removeEvents(kysely, ids),
    confirmEvents: (ids) => confirmEvents(kysely, ids),

    async unconfirmedEvents({ createdBefore, limit }) {
      const rows = await kysely
        .selectFrom('band_events')
        .selectAll()
        .where('is_ready', '=', false)
        .where('created_at', '<', createdBefore)
        // A run confirms its own events as long as it has not ended.
        .where(sql<boolean>`not exists (select 1 from runs where key = band_events.run_key and ended_at is null)`)
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return rows.map(toEvent);
    },

    async waitingEvents() {
      const { count } = await kysely
        .selectFrom('band_events')
        .select((table) => table.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}

/** The intended events of a batch: those of written records are ready, the others were never to be. */
export async function settleRunEvents(
  kysely: Kysely<Tables>,
  runKey: string,
  written: readonly string[],
): Promise<void> {
  await kysely
    .deleteFrom('band_events')
    .where('run_key', '=', runKey)
    .where('is_ready', '=', false)
    .where('record_id', 'not in', textsOf(written))
    .execute();
  await kysely
    .updateTable('band_events')
    .set({ is_ready: true })
    .where('run_key', '=', runKey)
    .where('is_ready', '=', false)
    .execute();
}

/** The same for single evaluations at a time. */
export async function settleEvents(
  kysely: Kysely<Tables>,
  intended: readonly Pick<BandEvent, 'id' | 'recordId'>[],
  written: ReadonlySet<string>,
): Promise<void> {
  const idsOf = (isWritten: boolean): string[] =>
    intended.flatMap(({ id, recordId }) => (written.has(recordId) === isWritten ? [id] : []));
  await confirmEvents(kysely, idsOf(true));
  await removeEvents(kysely, idsOf(false));
}

async function confirmEvents(kysely: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await kysely.updateTable('band_events').set({ is_ready: true }).where('id', 'in', textsOf(ids)).execute();
}

async function removeEvents(kysely: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await kysely.deleteFrom('band_events').where('id', 'in', textsOf(ids)).execute();
}

async function insertIntents(
  kysely: Kysely<Tables>,
  events: readonly BandEvent[],
  runKey: string | undefined,
): Promise<void> {
  if (events.length === 0) return;
  const rows = JSON.stringify(
    events.map(({ id, goalId, object, recordId, from, to, score, scoredAt }) => ({
      ...{ id, goal_id: goalId, object, record_id: recordId, from_band: from, to_band: to },
      ...{ score, scored_at: scoredAt, run_key: runKey ?? null },
    })),
  );
  await sql`
    insert into band_events (id, goal_id, object, record_id, from_band, to_band, score, scored_at, run_key)
    select id, goal_id, object, record_id, from_band, to_band, score, scored_at, run_key
    from json_to_recordset(${rows}::text::json) as row (
      id text, goal_id text, object text, record_id text, from_band text, to_band text, score integer,
      scored_at timestamptz, run_key text
    )
    on conflict (id) do nothing`.execute(kysely);
}

const toEvent = (row: Selectable<BandEventTable>): BandEvent => ({
  ...{ id: row.id, goalId: row.goal_id, recordId: row.record_id, score: row.score },
  object: scoredObjectSchema.parse(row.object),
  from: bandSchema.parse(row.from_band),
  to: bandSchema.parse(row.to_band),
  scoredAt: row.scored_at.toISOString(),
});
