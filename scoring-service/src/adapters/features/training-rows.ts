import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { TrainingRows } from '../../ports/features.ts';
import { featureColumn, featureSql } from './feature-sql.ts';
import { outcomeSql } from './outcome-sql.ts';
import { toFeatureTable } from './read-columns.ts';
import { firstNumber, milliseconds, replaceTable } from './reading.ts';
import type { Reading } from './reading.ts';
import { profileSources, rebuildable } from './rebuilt-sql.ts';
import type { ChangedFields } from './rebuilt-sql.ts';
import { dayMs } from './sql-text.ts';
import { changedAfterGoalSql, momentsSql, sampleSql, unwillingCountSql } from './training-sql.ts';

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
