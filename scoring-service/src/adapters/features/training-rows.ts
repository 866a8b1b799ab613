import { rebuiltFields } from '../../domain/features/point-in-time.ts';
import type { RecordedSince, SourcePlan } from '../../domain/features/source-plan.ts';
import type { TrainingRows } from '../../ports/features.ts';
import { DAY_MS } from '../../domain/time.ts';
import { epochMs, firstNumber, replaceTable, toFeatureTable } from './database.ts';
import type { Reading } from './database.ts';
import { membershipRelation } from './campaign-sql.ts';
import { activityRelation } from './engagement-sql.ts';
import { featureColumn, featureSql } from './feature-sql.ts';
import { changedAfterGoal, changedFields, historyStart, readCreated, segmentSql } from './history-evidence.ts';
import { outcomeSql } from './outcomes.ts';
import {
  isOptedOutContact,
  isOptedOutLead,
  optedOutContactRelation,
  optedOutLeadRelation,
} from './privacy-opt-outs.ts';
import { readGroups } from './row-groups.ts';
import { eligibleSnapshotsSql, sampleSql } from './snapshot-sql.ts';
import { withRelations } from './sql-text.ts';
import { webEventRelation } from './web-events-sql.ts';

/** Training rows, sampled by the seed, in the order of time. */
export async function readTrainingRows(
  reading: Reading,
  { asOf, seed, maxRows, since }: { asOf: Date; seed: number; maxRows: number; since?: Date | undefined },
): Promise<TrainingRows> {
  const { database, plan } = reading;
  await database.run(replaceTable('outcome', outcomeSql(plan)));
  const snapshots = eligibleSnapshotsSql(plan, { asOfMs: epochMs(asOf), sinceMs: since && epochMs(since) });
  const eligible = `SELECT * FROM (${snapshots}) WHERE record_id IN (${segmentSql(plan)})`;
  await database.run(replaceTable('eligible_snapshot', plan.goal.segment === undefined ? snapshots : eligible));
  await database.run(replaceTable('snapshot', sampleSql(seed, maxRows)));
  const { fields, fairness = [] } = plan;
  const recordedSince = await readRecordedSince(reading, asOf);
  const widened = { ...plan, recordedSince, fields: [...fields, ...fairness] };
  const history = await historyStart(reading);
  const changed = changedFields(plan, history);
  await database.run(replaceTable('featured', featureSql(widened, changed)));
  const rows = await database.read(
    `SELECT f.*, s.label FROM featured f JOIN snapshot s ON s.record_id = f.record_id AND s.as_of = f.as_of
     ORDER BY f.as_of, f.record_id`,
  );
  const recordIds = rows.texts('record_id').map((id) => id ?? '');
  const groups = await readGroups(reading);
  const counts = await database.read(
    `SELECT count(*) AS eligible, count(*) FILTER (WHERE label) AS positives, (${optedOutCountSql(plan)}) AS opted_out
     FROM eligible_snapshot`,
  );
  const times = observationTimes(plan, rows.numbers('as_of'));
  const known = rebuiltFields(plan, { history, times });
  const unknown = known.filter(({ isPointInTime }) => !isPointInTime);
  const isCompared = plan.goal.object === 'Lead' && plan.learnFrom === 'history' && unknown.length > 0;
  return {
    rows: {
      table: toFeatureTable(rows, fields, featureColumn),
      labels: Uint8Array.from(rows.numbers('label')),
      groups: recordIds.map((id) => groups.get(id) ?? id),
      times,
    },
    fields: known,
    ...(isCompared && { created: await readCreated(reading, { fields: unknown, changed, asOf, seed, maxRows }) }),
    fairness: toFeatureTable(rows, fairness, (position) => featureColumn(fields.length + position)),
    recordIds,
    eligible: firstNumber(counts, 'eligible'),
    eligiblePositives: firstNumber(counts, 'positives'),
    changedAfterGoal: await changedAfterGoal(reading, asOf),
    notProfiled: firstNumber(counts, 'opted_out'),
    recordedSince,
  };
}

/** Since when the org records each kind, as far as it was known at a time. Needs the table `snapshot`. */
async function readRecordedSince({ database, plan }: Reading, asOf: Date): Promise<RecordedSince> {
  const firsts = await database.read(
    withRelations(
      [activityRelation(plan), membershipRelation(plan), webEventRelation(plan)],
      `SELECT kind, min(known_from) AS since FROM (
         SELECT kind, happened_at AS known_from FROM activity
         UNION ALL SELECT 'campaign', created_date FROM membership
         UNION ALL SELECT 'response', responded_at FROM membership
         UNION ALL SELECT 'webEvent', happened_at FROM web_event
       ) WHERE known_from <= ${epochMs(asOf)} GROUP BY kind ORDER BY kind`,
    ),
  );
  const since = firsts.numbers('since');
  return Object.fromEntries(firsts.texts('kind').map((kind, row) => [kind, since[row]]));
}

/** Creation dates within one day come from loading the records together and say nothing about time. */
function observationTimes({ learnFrom }: SourcePlan, times: Float64Array): Float64Array {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return learnFrom === 'creation' && last - first <= DAY_MS ? times.fill(Number.NaN) : times;
}

/** How many records are left out for privacy opt-outs: of an account goal, the people of the accounts. */
const optedOutCountSql = ({ goal }: SourcePlan): string =>
  goal.object === 'Account'
    ? withRelations(
        [optedOutContactRelation, optedOutLeadRelation],
        `SELECT (SELECT count(*) FROM contact c WHERE ${isOptedOutContact})
           + (SELECT count(*) FROM lead l WHERE ${isOptedOutLead})`,
      )
    : 'SELECT count(*) FROM outcome WHERE opted_out';
