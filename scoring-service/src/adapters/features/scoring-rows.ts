import type { Candidate } from '../../domain/scoring/score.ts';
import type { ScoringRows } from '../../ports/features.ts';
import { featureColumn } from './feature-sql.ts';
import { personPartsSql } from './person-parts-sql.ts';
import { readPersonParts } from './person-parts.ts';
import { noColumns, toFeatureTable } from './read-columns.ts';
import type { ResultColumns } from './read-columns.ts';
import { firstNumber, milliseconds, replaceTable } from './reading.ts';
import type { Reading } from './reading.ts';
import { candidatesSql, isOneOf, openRecordsSql } from './scoring-sql.ts';
import { isSelectedSql } from './selected-rows.ts';
import { quoteText } from './sql-text.ts';

type Page = { afterId?: string; limit: number };

/** Rows that are ready to be scored: how many, and those after a record. */
export type PreparedRows = { count: number; read(page: Page): Promise<ScoringRows> };

/** The same table each time, so that a query over it stays planned. */
const emptySnapSql =
  'CREATE TABLE IF NOT EXISTS snap (record_id VARCHAR, as_of BIGINT, known_at BIGINT);\nDELETE FROM snap';

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

/** The people of one page's records, which come in the order of their ids. */
function peopleOfSql(columns: ResultColumns): string {
  const ids = columns.texts('record_id');
  const [first = '', last = ''] = [ids[0], ids.at(-1)];
  const places = `record_id >= ${quoteText(first)} AND record_id <= ${quoteText(last)}`;
  return `SELECT * FROM prepared_people WHERE ${places} ORDER BY record_id, object, who_id`;
}

/**
 * Computes the features of all open records into a table that is then read in pages; those of a few, which somebody waits
 * for, into memory, where they are one page.
 */
export async function prepareScoring(
  { database, plan }: Reading,
  {
    asOf,
    qualifiedStatuses,
    recordIds,
    isSelected = false,
  }: { asOf: Date; qualifiedStatuses: string[]; recordIds?: readonly string[]; isSelected?: boolean },
): Promise<PreparedRows> {
  const selected = isSelected ? isSelectedSql : undefined;
  const openRecords = openRecordsSql(plan, milliseconds(asOf), recordIds ? isOneOf(recordIds) : selected);
  const candidatesQuery = candidatesSql(plan, qualifiedStatuses);
  const hasPeople = plan.goal.object === 'Account';
  const toRows = (columns: ResultColumns, people: ResultColumns): ScoringRows => {
    const candidates = toCandidates(columns);
    return {
      candidates,
      table: toFeatureTable(columns, plan.fields, featureColumn),
      ...(hasPeople && { people: readPersonParts(people, candidates, plan.fields) }),
    };
  };
  if (recordIds !== undefined) {
    await database.run(`${emptySnapSql};\nINSERT INTO snap ${openRecords}`);
    const columns = await database.readAgain(candidatesQuery);
    const people = hasPeople ? await database.read(personPartsSql(plan)) : noColumns;
    const [firstId = ''] = columns.texts('record_id');
    const isBeforeAll = (afterId = ''): boolean => columns.rowCount > 0 && firstId > afterId;
    return {
      count: columns.rowCount,
      read: async ({ afterId, limit }) => toRows(isBeforeAll(afterId) && limit > 0 ? columns : noColumns, people),
    };
  }
  await database.run(`${replaceTable('snap', openRecords)};\n${replaceTable('prepared', candidatesQuery)}`);
  if (hasPeople) await database.run(replaceTable('prepared_people', personPartsSql(plan)));
  return {
    count: firstNumber(await database.read('SELECT count(*) AS rows FROM prepared'), 'rows'),
    async read({ afterId = '', limit }) {
      // The table was written in the order of ids: places are found without sorting or reading what came before.
      const done = await database.read(
        `SELECT count(*) AS rows FROM prepared WHERE record_id <= ${quoteText(afterId)}`,
      );
      const first = firstNumber(done, 'rows');
      const places = `rowid >= ${first} AND rowid < ${first + limit}`;
      const columns = await database.read(`SELECT * FROM prepared WHERE ${places} ORDER BY rowid`);
      return toRows(columns, hasPeople ? await database.read(peopleOfSql(columns)) : noColumns);
    },
  };
}
