import { jobTypeSchema, runSchema, triggerSchema } from '@plumbline/contract';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunCheckpoint, RunState, Store } from '../../ports.ts';
import type { RunTable, Tables } from './tables.ts';

type Runs = Pick<Store, 'createRun' | 'runState' | 'lastEndedRun' | 'openRuns' | 'updateRun'>;
type RunChange = Partial<Pick<RunState, 'checkpoint' | 'modelVersion' | 'endedAt'>>;

const checkpointSchema = runSchema
  .pick({ read: true, scored: true, changed: true, skipped: true, failed: true, skippedReasons: true })
  .extend({
    afterId: z.string().optional(),
    writingUpTo: z.string().optional(),
    total: z.number().optional(),
  }) satisfies z.ZodType<RunCheckpoint>;

/** What runs need to go on after their process died. */
export function createRuns(kysely: Kysely<Tables>): Runs {
  return {
    async createRun({ key, goalId, jobType, trigger, createdAt, asOf, modelVersion, checkpoint, endedAt }) {
      await kysely
        .insertInto('runs')
        .values({
          key,
          goal_id: goalId,
          job_type: jobType,
          trigger,
          created_at: createdAt,
          as_of: asOf,
          model_version: modelVersion ?? null,
          checkpoint: checkpoint ? JSON.stringify(checkpoint) : null,
          ended_at: endedAt ?? null,
        })
        .execute();
    },

    async runState(key) {
      const row = await kysely.selectFrom('runs').selectAll().where('key', '=', key).executeTakeFirst();
      return row && toState(row);
    },

    async lastEndedRun(goalId, jobType) {
      const row = await kysely
        .selectFrom('runs')
        .selectAll()
        .where('goal_id', '=', goalId)
        .where('job_type', '=', jobType)
        .where('ended_at', 'is not', null)
        .orderBy('ended_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toState(row);
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

    updateRun: (key, change) => changeRun(kysely, key, change),
  };
}

/** Sets what the change names. Throws ScoringError `run.not-found`. */
export async function changeRun(
  kysely: Kysely<Tables>,
  key: string,
  { checkpoint, modelVersion, endedAt }: RunChange,
): Promise<void> {
  const { numUpdatedRows } = await kysely
    .updateTable('runs')
    .set({
      // Naming the key keeps an empty change a valid statement.
      key,
      ...(checkpoint && { checkpoint: JSON.stringify(checkpoint) }),
      ...(modelVersion !== undefined && { model_version: modelVersion }),
      ...(endedAt && { ended_at: endedAt }),
    })
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return;
  throw new ScoringError('run.not-found', {
    message: `The service knows no run ${key}.`,
    actions: ['Check the key of the run: GET /v1/runs lists them.'],
  });
}

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
});
