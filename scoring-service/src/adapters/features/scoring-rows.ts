import type { Goal } from '@plumbline/contract';
import type { FeatureColumn, FeatureTable } from '@plumbline/learning';
import { sumOf } from '../../domain/figures.ts';
import type { ScoreHolders } from '../../domain/scoring/removals.ts';
import type { Candidate } from '../../domain/scoring/score.ts';
import type { ScoringRows } from '../../ports/features.ts';
import { candidatesSql, isOneOf, openRecordsSql, isSelectedSql } from './candidates.ts';
import { noColumns, toFeatureTable, firstNumber, epochMs, replaceTable } from './database.ts';
import type { ResultColumns, Reading } from './database.ts';
import { featureColumn } from './feature-sql.ts';
import { personPartsSql, readPersonParts } from './person-parts.ts';
import { quoteText } from './sql-text.ts';

type Page = { afterId?: string; limit: number };

/** Rows that are ready to be scored: their number, and pages of them. */
export type PreparedRows = { count: number; read(page: Page): Promise<ScoringRows> };

/** Reuses the table, because replacing it would invalidate the prepared query over it. */
const emptySnapshotSql =
  'CREATE TABLE IF NOT EXISTS snapshot (record_id VARCHAR, as_of BIGINT, known_at BIGINT);\nDELETE FROM snapshot';

const bands = ['High', 'Medium', 'Low', 'Not scored'] as const;
const numberOrUndefined = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

function readDatetime(text: string | undefined): string | undefined {
  const datetime = new Date(text ?? '');
  return Number.isNaN(datetime.getTime()) ? undefined : datetime.toISOString();
}

function toCandidates(columns: ResultColumns): Candidate[] {
  const [ids, exclusions] = [columns.texts('record_id'), columns.texts('exclusion')];
  const [scores, percentiles] = [columns.numbers('score'), columns.numbers('score_percentile')];
  const [bandTexts, scoredAt] = [columns.texts('score_band'), columns.texts('scored_at')];
  const [changes, reasons] = [columns.numbers('score_change'), columns.texts('score_reason')];
  const bandSince = columns.texts('score_band_since');
  return ids.map((recordId, row) => ({
    recordId: recordId ?? '',
    exclusion: exclusions[row],
    current: {
      score: numberOrUndefined(scores[row]),
      band: bands.find((band) => band === bandTexts[row]),
      percentile: numberOrUndefined(percentiles[row]),
      scoredAt: readDatetime(scoredAt[row]),
      change: numberOrUndefined(changes[row]),
      reason: reasons[row],
      bandSince: readDatetime(bandSince[row]),
    },
  }));
}

/** The prepared records that have a score, by the reason for which they lose it. */
export async function readScoreHolders({ database }: Reading): Promise<ScoreHolders> {
  const columns = await database.read(
    `SELECT exclusion, count(*) AS records, count(CASE WHEN score > 0 THEN 1 END) AS scored FROM prepared
     GROUP BY exclusion ORDER BY scored DESC, exclusion`,
  );
  const [records, scored] = [columns.numbers('records'), columns.numbers('scored')];
  const groups = columns
    .texts('exclusion')
    .map((reason, row) => ({ reason, records: records[row] ?? 0, count: scored[row] ?? 0 }));
  return {
    scored: sumOf(groups, ({ count }) => count),
    losing: groups.flatMap(({ reason, count }) => (reason === undefined || count === 0 ? [] : [{ reason, count }])),
    toScore: sumOf(groups, (group) => (group.reason === undefined ? group.records : 0)),
  };
}

/** The people of the records of one page, which is in the order of record ids. */
function peopleOfSql(columns: ResultColumns): string {
  const ids = columns.texts('record_id');
  const [first = '', last = ''] = [ids[0], ids.at(-1)];
  const range = `record_id >= ${quoteText(first)} AND record_id <= ${quoteText(last)}`;
  return `SELECT * FROM prepared_people WHERE ${range} ORDER BY record_id, object, who_id`;
}

/**
 * Computes the features of all open records into a table that is read in pages. Those of a few given records, which a user
 * waits for, stay in memory as one page.
 */
export async function prepareScoring(
  { database, plan }: Reading,
  {
    asOf,
    qualifiedStatuses,
    segment,
    recordIds,
    missing = [],
    isSelected = false,
    usesKeptQuery,
  }: {
    asOf: Date;
    qualifiedStatuses: string[];
    segment?: Goal['segment'];
    recordIds?: readonly string[];
    missing?: readonly string[];
    isSelected?: boolean;
    usesKeptQuery: boolean;
  },
): Promise<PreparedRows> {
  const selected = isSelected ? isSelectedSql : undefined;
  const openRecords = openRecordsSql(plan, epochMs(asOf), recordIds ? isOneOf(recordIds) : selected);
  const candidatesQuery = candidatesSql(plan, { qualifiedStatuses, segment }, { isOneRow: recordIds?.length === 1 });
  const hasPeople = plan.goal.object === 'Account';
  const toRows = (columns: ResultColumns, people: ResultColumns): ScoringRows => {
    const candidates = toCandidates(columns);
    return {
      candidates,
      table: withoutValues(toFeatureTable(columns, plan.fields, featureColumn), missing),
      ...(hasPeople && { people: readPersonParts(people, candidates, plan.fields) }),
    };
  };
  if (recordIds !== undefined) {
    const snapshotSql = usesKeptQuery
      ? `${emptySnapshotSql};\nINSERT INTO snapshot ${openRecords}`
      : replaceTable('snapshot', openRecords);
    await database.run(snapshotSql);
    // A query that was planned for other records may have dropped joins with tables that were empty then.
    const columns = await (usesKeptQuery ? database.readPrepared(candidatesQuery) : database.read(candidatesQuery));
    const people = hasPeople ? await database.read(personPartsSql(plan)) : noColumns;
    const [firstId = ''] = columns.texts('record_id');
    const isBeforeAll = (afterId = ''): boolean => columns.rowCount > 0 && firstId > afterId;
    return {
      count: columns.rowCount,
      read: async ({ afterId, limit }) => toRows(isBeforeAll(afterId) && limit > 0 ? columns : noColumns, people),
    };
  }
  await database.run(`${replaceTable('snapshot', openRecords)};\n${replaceTable('prepared', candidatesQuery)}`);
  if (hasPeople) await database.run(replaceTable('prepared_people', personPartsSql(plan)));
  return {
    count: firstNumber(await database.read('SELECT count(*) AS rows FROM prepared'), 'rows'),
    async read({ afterId = '', limit }) {
      // The table is written in the order of ids, so row numbers find a page without sorting.
      const done = await database.read(
        `SELECT count(*) AS rows FROM prepared WHERE record_id <= ${quoteText(afterId)}`,
      );
      const first = firstNumber(done, 'rows');
      const range = `rowid >= ${first} AND rowid < ${first + limit}`;
      const columns = await database.read(`SELECT * FROM prepared WHERE ${range} ORDER BY rowid`);
      return toRows(columns, hasPeople ? await database.read(peopleOfSql(columns)) : noColumns);
    },
  };
}

/** The table with nothing in the columns named. */
const withoutValues = (table: FeatureTable, names: readonly string[]): FeatureTable =>
  names.length === 0
    ? table
    : { ...table, columns: table.columns.map((one) => (names.includes(one.name) ? emptied(one) : one)) };

const emptied = (column: FeatureColumn): FeatureColumn =>
  column.kind === 'number'
    ? { ...column, values: column.values.map(() => Number.NaN) }
    : { ...column, values: column.values.map(() => undefined) };
