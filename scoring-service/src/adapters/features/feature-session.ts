import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { SourceMeasures } from '../../domain/quality/source-measures.ts';
import type { Candidate } from '../../domain/scoring/score-write.ts';
import type { FeatureSession, TrainingRows } from '../../ports.ts';
import type { Database } from './database.ts';
import { featureColumn, featureSql } from './feature-sql.ts';
import { activityTypesSql, figuresSql } from './measure-sql.ts';
import { outcomeSql } from './outcome-sql.ts';
import { rebuildable } from './profile-sql.ts';
import { toFeatureTable } from './read-columns.ts';
import type { ResultColumns } from './read-columns.ts';
import { candidatesSql, openLeadsSql } from './scoring-sql.ts';
import { dayMs, quoteText } from './sql-text.ts';
import { changedAfterGoalSql, momentsSql, sampleSql } from './training-sql.ts';

type Reading = { database: Database; plan: SourcePlan };

const replaceTable = (name: string, select: string): string => `CREATE OR REPLACE TABLE ${name} AS ${select}`;
const firstNumber = (columns: ResultColumns, name: string): number => columns.numbers(name)[0] ?? 0;
const milliseconds = (moment: Date): number => Math.trunc(moment.getTime());

async function measure({ database, plan }: Reading, asOf: Date): Promise<SourceMeasures> {
  await database.run(replaceTable('outcome', outcomeSql(plan)));
  const figures = await database.read(figuresSql(milliseconds(asOf)));
  const types = await database.read(activityTypesSql);
  const [names, learned, toScore] = [types.texts('type'), types.numbers('learned'), types.numbers('to_score')];
  const byType = (counts: Float64Array): Record<string, number> =>
    Object.fromEntries(names.flatMap((name, row) => (counts[row] ? [[name ?? 'Other', counts[row]]] : [])));
  return {
    accounts: firstNumber(figures, 'accounts'),
    contacts: firstNumber(figures, 'contacts'),
    opportunities: firstNumber(figures, 'opportunities'),
    activities: firstNumber(figures, 'activities'),
    conversions: firstNumber(figures, 'conversions'),
    accountsWithActivity: firstNumber(figures, 'accounts_with_activity'),
    contactsWithActivity: firstNumber(figures, 'contacts_with_activity'),
    activityTypesToScore: byType(toScore),
    activityTypesLearned: byType(learned),
    historyDays: firstNumber(figures, 'history_days'),
  };
}

/** The fields of which there is history, as history names them. */
async function historyFields({ database }: Reading): Promise<string[]> {
  const found = await database.read('SELECT DISTINCT field FROM lead_history WHERE field IS NOT NULL ORDER BY field');
  return found.texts('field').filter((field) => field !== undefined);
}

/** Changes by feature instead of by field of the org. */
async function changedAfterGoal({ database, plan }: Reading, asOf: Date): Promise<Record<string, number>> {
  const changes = await database.read(changedAfterGoalSql(milliseconds(asOf)));
  const [fields, shares] = [changes.texts('field'), changes.numbers('share')];
  const featureOf = new Map(rebuildable(plan).map(({ path, column }) => [path, column]));
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

async function trainingRows(
  reading: Reading,
  { asOf, seed, maxRows }: { asOf: Date; seed: number; maxRows: number },
): Promise<TrainingRows> {
  const { database, plan } = reading;
  const withHistory = await historyFields(reading);
  await database.run(replaceTable('outcome', outcomeSql(plan)));
  await database.run(replaceTable('moment', momentsSql(plan, milliseconds(asOf), withHistory.includes('Status'))));
  await database.run(replaceTable('snap', sampleSql(seed, maxRows)));
  const rebuilt = rebuildable(plan).flatMap(({ path }) => (withHistory.includes(path) ? [path] : []));
  await database.run(replaceTable('featured', featureSql(plan, plan.learnFrom === 'creation' ? [] : rebuilt)));
  const rows = await database.read(
    `SELECT f.*, s.label, s.group_key FROM featured f JOIN snap s ON s.record_id = f.record_id AND s.as_of = f.as_of
     ORDER BY f.as_of, f.record_id`,
  );
  const counts = await database.read(
    'SELECT (SELECT count(*) FROM moment) AS eligible, (SELECT count(*) FROM outcome WHERE NOT is_willing) AS unwilling',
  );
  return {
    rows: {
      table: toFeatureTable(rows, plan.fields, featureColumn),
      labels: Uint8Array.from(rows.numbers('label')),
      groups: rows.texts('group_key').map((group) => group ?? ''),
      times: observationTimes(plan, rows.numbers('as_of')),
    },
    recordIds: rows.texts('record_id').map((id) => id ?? ''),
    eligible: firstNumber(counts, 'eligible'),
    changedAfterGoal: await changedAfterGoal(reading, asOf),
    notProfiled: firstNumber(counts, 'unwilling'),
  };
}

async function prepareScoring(
  { database, plan }: Reading,
  { asOf, qualifiedStatuses, recordId }: { asOf: Date; qualifiedStatuses: string[]; recordId?: string },
): Promise<number> {
  const counted = await database.read(
    [
      replaceTable('snap', openLeadsSql(plan, milliseconds(asOf), recordId)),
      replaceTable('featured', featureSql(plan, [])),
      replaceTable('prepared', candidatesSql(plan, qualifiedStatuses)),
      'SELECT count(*) AS rows FROM prepared',
    ].join(';\n'),
  );
  return firstNumber(counted, 'rows');
}

const bands = ['High', 'Medium', 'Low', 'Not scored'] as const;
const numberOrNone = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

function readMoment(text: string | undefined): string | undefined {
  const moment = new Date(text ?? '');
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

function toCandidates(columns: ResultColumns): Candidate[] {
  const [ids, exclusions] = [columns.texts('record_id'), columns.texts('exclusion')];
  const [scores, percentiles] = [columns.numbers('score'), columns.numbers('score_percentile')];
  const [bandTexts, moments] = [columns.texts('score_band'), columns.texts('scored_at')];
  return ids.map((recordId, row) => ({
    recordId: recordId ?? '',
    exclusion: exclusions[row],
    current: {
      score: numberOrNone(scores[row]),
      band: bands.find((band) => band === bandTexts[row]),
      percentile: numberOrNone(percentiles[row]),
      scoredAt: readMoment(moments[row]),
    },
  }));
}

/** The queries of one session over its own tables. */
export function createFeatureSession(database: Database, plan: SourcePlan): FeatureSession {
  const reading = { database, plan };
  return {
    measure: (asOf) => measure(reading, asOf),
    trainingRows: (options) => trainingRows(reading, options),
    prepareScoring: (options) => prepareScoring(reading, options),
    async scoringRows({ afterId, limit }) {
      const after = afterId === undefined ? '' : `WHERE record_id > ${quoteText(afterId)}`;
      const page = await database.read(`SELECT * FROM prepared ${after} ORDER BY record_id LIMIT ${limit}`);
      return { candidates: toCandidates(page), table: toFeatureTable(page, plan.fields, featureColumn) };
    },
    close: () => database.close(),
  };
}
