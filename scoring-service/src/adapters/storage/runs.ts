import { sql } from 'kysely';
import type { Insertable, Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { goalSchema, jobTypeSchema, runSchema, triggerSchema } from '@plumbline/contract';
import type { SeenInputs } from '../../domain/drift/input-drift.ts';
import { ScoringError, takenOver } from '../../domain/scoring-error.ts';
import type { ScoringBasis } from '../../domain/scoring/removals.ts';
import type { RunChange, RunCheckpoint, RunSelection, RunState } from '../../ports/runs.ts';
import type { Store } from '../../ports/adapters.ts';
import type { RunTable, Tables } from './tables.ts';

type Runs = Pick<
  Store,
  | 'createRun'
  | 'claimRun'
  | 'takeRun'
  | 'runState'
  | 'lastEndedRun'
  | 'lastCompleteRun'
  | 'openRuns'
  | 'updateRun'
  | 'reopenRun'
>;

const seenInputsSchema = z.strictObject({
  ages: z.array(z.number()),
  fields: z.record(z.string(), z.array(z.number())),
}) satisfies z.ZodType<SeenInputs>;

const basisSchema = z.strictObject({
  qualifiedStatuses: z.array(z.string()),
  segment: goalSchema.shape.segment,
  orgStatuses: z.array(z.string()),
}) satisfies z.ZodType<ScoringBasis>;

const checkpointSchema = runSchema
  .pick({ read: true, scored: true, changed: true, skipped: true, failed: true, skippedReasons: true })
  .extend({
    afterId: z.string().optional(),
    writingUpTo: z.string().optional(),
    total: z.number().optional(),
    workedSeconds: z.number().optional(),
    inputs: seenInputsSchema.optional(),
    afterLeftOut: z.string().optional(),
    acceptsRemovals: z.boolean().optional(),
    basis: basisSchema.optional(),
    failures: z.array(z.strictObject({ code: z.string(), count: z.number(), exampleId: z.string() })).optional(),
    bandChanges: z.strictObject({ events: z.number(), silent: z.number() }).optional(),
    unwritten: z.number().optional(),
    chunkSize: z.number().optional(),
    writtenAs: z.string().optional(),
  }) satisfies z.ZodType<RunCheckpoint>;

const selectionSchema = z.strictObject({
  where: z.string().optional(),
  idListId: z.string().optional(),
}) satisfies z.ZodType<RunSelection>;

/** The state of runs, from which another process continues them; `processId` is that of this process. */
export function createRuns(kysely: Kysely<Tables>, processId: string): Runs {
  return {
    async createRun(state) {
      await kysely.insertInto('runs').values(toRow(state)).execute();
    },

    async claimRun(state) {
      const { numInsertedOrUpdatedRows = 0n } = await kysely
        .insertInto('runs')
        .values(toRow(state))
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows > 0n;
    },

    async runState(key) {
      const row = await kysely.selectFrom('runs').selectAll().where('key', '=', key).executeTakeFirst();
      return row && toState(row);
    },

    async lastEndedRun(goalId, jobType, trigger) {
      const row = await kysely
        .selectFrom('runs')
        .selectAll()
        .where('goal_id', '=', goalId)
        .where('job_type', '=', jobType)
        .where('ended_at', 'is not', null)
        // A run of a selection does not count as a run of all records.
        .where('selection', 'is', null)
        .$if(trigger !== undefined, (query) => query.where('trigger', '=', trigger ?? ''))
        .orderBy('ended_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toState(row);
    },

    async lastCompleteRun(goalId) {
      const row = await kysely
        .selectFrom('runs')
        .select('checkpoint')
        .where('goal_id', '=', goalId)
        .where('selection', 'is', null)
        .where('ended_at', 'is not', null)
        // Only a complete run has a basis.
        .where(sql<boolean>`checkpoint -> 'basis' IS NOT NULL`)
        .orderBy('ended_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      const { basis, writtenAs } = row ? checkpointSchema.parse(row.checkpoint) : {};
      return basis && { basis, ...(writtenAs !== undefined && { writtenAs }) };
    },

    async openRuns() {
      const rows = await kysely
        .selectFrom('runs')
        .selectAll()
        .where('ended_at', 'is', null)
        .orderBy('created_at')
        .orderBy('key')
        .execute();
      return rows.map(toState);
    },

    updateRun: (key, change, epoch) => changeRun(kysely, key, change, epoch),

    async takeRun(key) {
      const row = await kysely
        .updateTable('runs')
        .set(({ eb }) => ({
          epoch: eb('epoch', '+', 1),
          // A process that takes it again has not ended in between.
          attempts: eb
            .case()
            .when('taken_by', '=', processId)
            .then(1)
            .else(eb('attempts', '+', 1))
            .end(),
          taken_by: processId,
        }))
        .where('key', '=', key)
        .where('ended_at', 'is', null)
        .returningAll()
        .executeTakeFirst();
      return row && toState(row);
    },

    async reopenRun(key) {
      await kysely.updateTable('runs').set({ ended_at: null, cancelled_at: null }).where('key', '=', key).execute();
    },
  };
}

/** Sets the fields that the change contains. Throws ScoringError `run.not-found`, `run.taken-over`. */
export async function changeRun(
  kysely: Kysely<Tables>,
  key: string,
  { checkpoint, modelVersion, endedAt, cancelledAt, progressPercent, attempts, paused }: RunChange,
  epoch?: number,
): Promise<void> {
  const { numUpdatedRows } = await kysely
    .updateTable('runs')
    .set({
      // Setting the key keeps the statement valid for an empty change.
      key,
      ...(checkpoint && { checkpoint: JSON.stringify(checkpoint) }),
      ...(modelVersion !== undefined && { model_version: modelVersion }),
      ...(endedAt && { ended_at: endedAt }),
      ...(cancelledAt && { cancelled_at: cancelledAt }),
      ...(progressPercent !== undefined && { progress_percent: progressPercent }),
      ...(attempts !== undefined && { attempts }),
      ...(paused !== undefined && { paused: paused === '' ? null : paused }),
    })
    .where('key', '=', key)
    .$if(epoch !== undefined, (query) => query.where('epoch', '=', epoch ?? 0))
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return;
  const isThere = await kysely.selectFrom('runs').select('key').where('key', '=', key).executeTakeFirst();
  if (isThere) throw takenOver();
  throw new ScoringError('run.not-found', {
    message: `The service has no run ${key}.`,
    actions: ['Check the key of the run in the list of runs.'],
  });
}

const toRow = (state: RunState): Insertable<RunTable> => ({
  key: state.key,
  goal_id: state.goalId,
  job_type: state.jobType,
  trigger: state.trigger,
  created_at: state.createdAt,
  as_of: state.asOf,
  model_version: state.modelVersion ?? null,
  checkpoint: state.checkpoint ? JSON.stringify(state.checkpoint) : null,
  ended_at: state.endedAt ?? null,
  selection: state.selection ? JSON.stringify(state.selection) : null,
  cancelled_at: state.cancelledAt ?? null,
  progress_percent: state.progressPercent ?? null,
});

const toState = (row: Selectable<RunTable>): RunState => ({
  key: row.key,
  goalId: row.goal_id,
  jobType: jobTypeSchema.parse(row.job_type),
  trigger: triggerSchema.parse(row.trigger),
  createdAt: row.created_at,
  asOf: row.as_of,
  modelVersion: row.model_version ?? undefined,
  checkpoint: row.checkpoint === null ? undefined : checkpointSchema.parse(row.checkpoint),
  endedAt: row.ended_at ?? undefined,
  ...(row.selection !== null && { selection: selectionSchema.parse(row.selection) }),
  ...(row.cancelled_at !== null && { cancelledAt: row.cancelled_at }),
  ...(row.progress_percent !== null && { progressPercent: row.progress_percent }),
  ...(row.epoch > 0 && { epoch: row.epoch, attempts: row.attempts }),
  ...(row.paused !== null && { paused: row.paused }),
});
