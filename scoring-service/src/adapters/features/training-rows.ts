import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { TrainingRows } from '../../ports.ts';
import { toFeatureTable, firstNumber, milliseconds, replaceTable } from './database.ts';
import type { Reading } from './database.ts';
import { featureColumn, featureSql } from './feature-sql.ts';
import { profileSources, rebuildable, rebuiltJoins, rebuiltRelations, textAt } from './field-history-sql.ts';
import type { ChangedFields } from './field-history-sql.ts';
import { outcomeSql } from './outcomes.ts';
import { isUnwillingContact, isUnwillingLead, unwillingLeadRelation, unwillingRelation } from './privacy-opt-outs.ts';
import { repeatedMomentsSql } from './snapshot-sql.ts';
import { dayMs, foreverMs, quoteText, textList, withRelations } from './sql-text.ts';

/** The fields of a source of which there is history, as history names them. */
async function historyFields({ database }: Reading, source: ProfileSource): Promise<string[]> {
  const soql = `SELECT DISTINCT field FROM ${source}_history WHERE field IS NOT NULL ORDER BY field`;
  return (await database.read(soql)).texts('field').filter((field) => field !== undefined);
}

/** The fields whose values can be rebuilt, by source. */
async function changedFields(reading: Reading): Promise<ChangedFields> {
  const { plan } = reading;
  if (plan.learnFrom === 'creation') return {};
  const changed: ChangedFields = {};
  for (const source of profileSources) {
    const kept = await historyFields(reading, source);
    changed[source] = rebuildable(plan, source).flatMap(({ path }) => (kept.includes(path) ? [path] : []));
  }
  return changed;
}

/** Changes by feature instead of by field of the org. */
async function changedAfterGoal({ database, plan }: Reading, asOf: Date): Promise<Record<string, number>> {
  const own = ownSource[plan.goal.object];
  const changes = await database.read(changedAfterGoalSql(own, milliseconds(asOf)));
  const [fields, shares] = [changes.texts('field'), changes.numbers('share')];
  const featureOf = new Map(rebuildable(plan, own).map(({ path, column }) => [path, column]));
  featureOf.delete('Status');
  return Object.fromEntries(
    fields.flatMap((field, row) => {
      const feature = field === undefined ? undefined : featureOf.get(field);
      return feature === undefined ? [] : [[feature, shares[row] ?? 0]];
    }),
  );
}

/** Dates of creation within a day tell nothing: the records were loaded together. */
function observationTimes({ learnFrom }: SourcePlan, times: Float64Array): Float64Array {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return learnFrom === 'creation' && last - first <= dayMs ? times.fill(Number.NaN) : times;
}

/** Rows to learn from, sampled by the seed, in the order of time. */
export async function readTrainingRows(
  reading: Reading,
  { asOf, seed, maxRows }: { asOf: Date; seed: number; maxRows: number },
): Promise<TrainingRows> {
  const { database, plan } = reading;
  const hasStatusHistory = (await historyFields(reading, 'lead')).includes('Status');
  await database.run(replaceTable('outcome', outcomeSql(plan)));
  await database.run(replaceTable('moment', momentsSql(plan, milliseconds(asOf), hasStatusHistory)));
  await database.run(replaceTable('snap', sampleSql(seed, maxRows)));
  const { fields, fairness = [] } = plan;
  const whole = { ...plan, fields: [...fields, ...fairness] };
  await database.run(replaceTable('featured', featureSql(whole, await changedFields(reading))));
  const rows = await database.read(
    `SELECT f.*, s.label, s.group_key FROM featured f JOIN snap s ON s.record_id = f.record_id AND s.as_of = f.as_of
     ORDER BY f.as_of, f.record_id`,
  );
  const counts = await database.read(
    `SELECT (SELECT count(*) FROM moment) AS eligible, (${unwillingCountSql(plan)}) AS unwilling`,
  );
  return {
    rows: {
      table: toFeatureTable(rows, fields, featureColumn),
      labels: Uint8Array.from(rows.numbers('label')),
      groups: rows.texts('group_key').map((group) => group ?? ''),
      times: observationTimes(plan, rows.numbers('as_of')),
    },
    fairness: toFeatureTable(rows, fairness, (position) => featureColumn(fields.length + position)),
    recordIds: rows.texts('record_id').map((id) => id ?? ''),
    eligible: firstNumber(counts, 'eligible'),
    changedAfterGoal: await changedAfterGoal(reading, asOf),
    notProfiled: firstNumber(counts, 'unwilling'),
  };
}

/**
 * Rows to learn from before sampling: each lead at the moments at which it was open and its timeframe is over by `asOf`,
 * labelled by what came within the timeframe. Without history each record once, as it stands, labelled by what it became.
 */
export function momentsSql(plan: SourcePlan, asOfMs: number, hasStatusHistory: boolean): string {
  const { goal, learnFrom, observationDays } = plan;
  if (learnFrom === 'creation') {
    return `SELECT record_id, created_date AS as_of, ${foreverMs} AS known_at, group_key,
      coalesce(goal_at <= ${asOfMs}, false) AS label
      FROM outcome WHERE is_willing AND created_date <= ${asOfMs}`;
  }
  if (goal.object !== 'Lead') return repeatedMomentsSql(plan, asOfMs);
  const timeframeMs = goal.timeframeDays * dayMs;
  const moments = observationDays.map((days) => `(${days * dayMs})`).join(', ');
  const open = `SELECT o.record_id, o.created_date + d.after AS as_of, o.created_date + d.after AS known_at, o.group_key,
      coalesce(o.goal_at <= o.created_date + d.after + ${timeframeMs}, false) AS label
    FROM outcome o CROSS JOIN (VALUES ${moments}) AS d(after)
    WHERE o.is_willing AND o.created_date + d.after + ${timeframeMs} <= ${asOfMs}
      AND (o.converted_at IS NULL OR o.converted_at > o.created_date + d.after)
      AND (o.goal_at IS NULL OR o.goal_at > o.created_date + d.after)`;
  const qualifiedStatuses = goal.qualifiedStatuses ?? [];
  if (qualifiedStatuses.length === 0) return open;
  const changed = { lead: hasStatusHistory ? ['Status'] : [] };
  const status = textAt('lead', { path: 'Status', column: 'status' }, changed);
  return withRelations(
    [
      ['snap', open],
      ...rebuiltRelations(changed, '(SELECT record_id, as_of, known_at, record_id AS lead_id FROM snap)'),
    ],
    `SELECT s.* FROM snap s JOIN lead l ON l.id = s.record_id
     ${rebuiltJoins(changed)}
     WHERE ${status} IN (${textList(qualifiedStatuses)})`,
  );
}

/** At most so many rows by chance: the same for the same seed, whatever the order of the pages. */
export const sampleSql = (seed: number, maxRows: number): string =>
  `SELECT * FROM moment
   ORDER BY md5(concat_ws(':', record_id, as_of, ${quoteText(String(seed))})), record_id, as_of LIMIT ${maxRows}`;

/** By field the share of the records that reached the goal whose last change of it came after that. */
export const changedAfterGoalSql = (own: ProfileSource, asOfMs: number): string => `
  WITH winner AS (SELECT record_id, goal_at FROM outcome WHERE is_willing AND goal_at <= ${asOfMs}),
  late AS (
    SELECT h.field, count(DISTINCT h.${own}_id) AS records
    FROM ${own}_history h JOIN winner w ON w.record_id = h.${own}_id AND h.created_date > w.goal_at GROUP BY h.field
  )
  SELECT field, coalesce(any_value(late.records), 0) / (SELECT greatest(count(*), 1) FROM winner) AS share
  FROM (SELECT DISTINCT field FROM ${own}_history) LEFT JOIN late USING (field) GROUP BY field ORDER BY field`;

/** Records that people withheld: their own, or of an account the people who are left out of it. */
export const unwillingCountSql = ({ goal }: SourcePlan): string =>
  goal.object === 'Account'
    ? withRelations(
        [unwillingRelation, unwillingLeadRelation],
        `SELECT (SELECT count(*) FROM contact c WHERE ${isUnwillingContact})
           + (SELECT count(*) FROM lead l WHERE ${isUnwillingLead})`,
      )
    : 'SELECT count(*) FROM outcome WHERE NOT is_willing';
