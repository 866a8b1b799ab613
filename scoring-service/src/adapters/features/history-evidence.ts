import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { HistoryStart } from '../../domain/features/point-in-time.ts';
import type { FeatureField, SourcePlan } from '../../domain/features/source-plan.ts';
import { DAY_MS } from '../../domain/time.ts';
import type { CreatedRows } from '../../ports/features.ts';
import { epochMs, replaceTable, toFeatureTable } from './database.ts';
import type { Reading } from './database.ts';
import { featureColumn, featureSql } from './feature-sql.ts';
import { hasValues, profileSources, rebuildable } from './field-history-sql.ts';
import type { ChangedFields } from './field-history-sql.ts';
import { plannedTable } from './load-tables.ts';
import { isInSegmentSql } from './segment-sql.ts';
import { sampleSql } from './snapshot-sql.ts';

/** When the recorded changes of the fields begin, by record. */
export async function historyStart({ database, plan }: Reading): Promise<HistoryStart> {
  if (plan.learnFrom === 'creation') return {};
  const start: HistoryStart = {};
  for (const source of profileSources) {
    const changes = plannedTable(plan, `${source}_history`)?.columns.filter(({ path }) => path === 'OldValue') ?? [];
    if (changes.length === 0) continue;
    const forms = changes.map(({ protection }) => protection);
    const sql = `SELECT field, min(created_date) AS started_at FROM ${source}_history h
      WHERE field IS NOT NULL AND ${hasValues('h', forms)} GROUP BY field`;
    const found = await database.read(sql);
    const times = found.numbers('started_at');
    start[source] = Object.fromEntries(
      found.texts('field').map((field, row) => [field ?? '', times[row] ?? Number.POSITIVE_INFINITY]),
    );
  }
  return start;
}

/** The columns whose past values history holds, by source. */
export const changedFields = (plan: SourcePlan, history: HistoryStart): ChangedFields =>
  Object.fromEntries(
    profileSources.map((source) => {
      const columns = rebuildable(plan, source).filter(({ path }) => history[source]?.[path] !== undefined);
      return [source, columns.map(({ path, protection }) => ({ path, protection }))];
    }),
  );

/**
 * The inputs `fields` of leads as they were created within the last `CREATED_TIMEFRAMES`, which the leak scan compares
 * between leads that had time to reach the goal and those that had not.
 */
export async function readCreated(
  { database, plan }: Reading,
  { fields, changed, asOf, seed, maxRows }: { fields: FeatureField[]; changed: ChangedFields } & SampleOptions,
): Promise<CreatedRows> {
  const asOfMs = epochMs(asOf);
  const sinceMs = asOfMs - CREATED_TIMEFRAMES * plan.goal.timeframeDays * DAY_MS;
  const inSegment = plan.goal.segment === undefined ? '' : `AND record_id IN (${segmentSql(plan)})`;
  const created = `SELECT record_id, created_date AS as_of, created_date AS known_at, goal_at FROM outcome
    WHERE NOT opted_out AND created_date > ${sinceMs} AND created_date <= ${asOfMs} ${inSegment}`;
  await database.run(replaceTable('snapshot', sampleSql(seed, maxRows, created)));
  const features = featureSql({ ...plan, fields }, changed);
  const rows = await database.read(
    `SELECT f.*, s.goal_at FROM (${features}) f JOIN snapshot s ON s.record_id = f.record_id AND s.as_of = f.as_of
     ORDER BY f.as_of, f.record_id`,
  );
  const reachedAt = rows.numbers('goal_at').map((time) => (time <= asOfMs ? time : Number.NaN));
  return { table: toFeatureTable(rows, fields, featureColumn), createdAt: rows.numbers('as_of'), reachedAt, asOfMs };
}

/** How many timeframes back leads are compared: the first covers those that had no time, the others those that had. */
const CREATED_TIMEFRAMES = 4;

type SampleOptions = { asOf: Date; seed: number; maxRows: number };

export const segmentSql = (plan: SourcePlan): string =>
  `SELECT r.id FROM ${ownSource[plan.goal.object]} r WHERE ${isInSegmentSql(plan, 'r')}`;

/** The share of late changes by feature instead of by field of the org. */
export async function changedAfterGoal({ database, plan }: Reading, asOf: Date): Promise<Record<string, number>> {
  const own = ownSource[plan.goal.object];
  const changes = await database.read(changedAfterGoalSql(own, epochMs(asOf)));
  const [fields, shares] = [changes.texts('field'), changes.numbers('share')];
  const columns = rebuildable(plan, own).filter(({ path }) => path !== 'Status');
  return Object.fromEntries(
    fields.flatMap((field, row) =>
      columns.filter(({ path }) => path === field).map(({ column }) => [column, shares[row] ?? 0]),
    ),
  );
}

/** By field: of the records that reached the goal, the share that changed it afterwards. */
const changedAfterGoalSql = (own: ProfileSource, asOfMs: number): string => `
  WITH reached AS (SELECT record_id, goal_at FROM outcome WHERE NOT opted_out AND goal_at <= ${asOfMs}),
  late AS (
    SELECT h.field, count(DISTINCT h.${own}_id) AS records
    FROM ${own}_history h JOIN reached w ON w.record_id = h.${own}_id AND h.created_date > w.goal_at GROUP BY h.field
  )
  SELECT field, coalesce(any_value(late.records), 0) / (SELECT greatest(count(*), 1) FROM reached) AS share
  FROM (SELECT DISTINCT field FROM ${own}_history) LEFT JOIN late USING (field) GROUP BY field ORDER BY field`;
