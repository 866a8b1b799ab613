import { shortId } from '@plumbline/contract';
import type { Goal } from '@plumbline/contract';
import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { ColumnType } from '../../domain/org-facts.ts';
import { notQualifiedStatus, outsideSegment } from '../../domain/scoring/removals.ts';
import type { LeftOutRecord } from '../../domain/evaluation/run-counts.ts';
import { replaceTable } from './database.ts';
import type { Reading } from './database.ts';
import { featureSql } from './feature-sql.ts';
import type { Alongside } from './feature-sql.ts';
import { plannedTable, pagesSource, pageFiles } from './load-tables.ts';
import { has } from './present-rows.ts';
import { isOptedOut, isOptedOutContact } from './privacy-opt-outs.ts';
import { isInSegmentSql } from './segment-sql.ts';
import { qualifiedRelations } from './snapshot-sql.ts';
import { foreverMs, isAnyText, quoteName, readText, textList, quoteText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';
import { subjectOf } from './subject-sql.ts';

/** Whether a record is one of those, whichever form their ids have. */
export const isOneOf = (recordIds: readonly string[]): string =>
  recordIds.length === 0 ? 'false' : `left(id, 15) IN (${textList(recordIds.map(shortId))})`;

/** Snapshots of the open records as of now or, when the plan has no history, of their creation; `only` is a further condition. */
export function openRecordsSql({ learnFrom, goal }: SourcePlan, asOfMs: number, only?: string): string {
  const own = ownSource[goal.object];
  const asOf = learnFrom === 'creation' ? 'created_date' : `greatest(${asOfMs}, created_date)`;
  const conditions = [
    ...(own === 'lead' ? ['NOT coalesce(is_converted, false)'] : []),
    ...(only === undefined ? [] : [only]),
  ];
  return `SELECT id AS record_id, ${asOf} AS as_of, ${foreverMs} AS known_at
    FROM ${own}${conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''}`;
}

/** The rows of `snapshot` in the order of their ids, with features, exclusions and current scores. */
export const candidatesSql = (plan: SourcePlan, chosen: Chosen, { isOneRow = false } = {}): string =>
  `${featureSql(plan, {}, { alongside: candidateColumns(plan, chosen), isOneRow })} ORDER BY p.record_id`;

/** Loads the ids of a selection into the table `selected`, part by part. */
export async function selectRows(
  { database }: Reading,
  ids: { folder: string } | AsyncIterable<readonly string[]>,
): Promise<void> {
  if ('folder' in ids) {
    const source = pagesSource(selectedPages, await pageFiles(ids.folder, selectedPages));
    await database.run(replaceTable('selected_ids', `SELECT id FROM ${source}`));
  } else {
    await database.run('CREATE OR REPLACE TABLE selected_ids (id VARCHAR)');
    for await (const part of ids) {
      if (part.length > 0) await database.run(`INSERT INTO selected_ids SELECT unnest([${textList(part)}])`);
    }
  }
  await database.run(`${uniqueIdsSql};\nDROP TABLE selected_ids`);
}

/** Whether a record is selected. */
export const isSelectedSql = 'left(id, 15) IN (SELECT short_id FROM selected)';

/** Selected ids that are no record of the goal's object or a closed one, which only a converted lead is. */
export async function readLeftOut(
  { database, plan }: Reading,
  { afterId, limit }: { afterId: string; limit: number },
): Promise<LeftOutRecord[]> {
  const own = ownSource[plan.goal.object];
  const isClosed = own === 'lead' ? 'coalesce(r.is_converted, false)' : 'false';
  const columns = await database.read(`
    SELECT s.id AS record_id, CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS is_closed
    FROM selected s LEFT JOIN ${own} r ON left(r.id, 15) = s.short_id
    WHERE s.id > ${quoteText(afterId)} AND (r.id IS NULL OR ${isClosed})
    ORDER BY s.id LIMIT ${limit}`);
  const closed = columns.numbers('is_closed');
  return columns.texts('record_id').map((recordId, row) => ({ recordId: recordId ?? '', isClosed: closed[row] === 1 }));
}

const selectedPages = { name: 'selected', columns: [{ path: 'Id', column: 'id', protection: 'none' as const }] };

/** An id that is selected twice, in its short and its long form, is one record. */
const uniqueIdsSql = replaceTable(
  'selected',
  'SELECT left(id, 15) AS short_id, min(id) AS id FROM selected_ids WHERE id IS NOT NULL GROUP BY 1',
);

const scoreTypes: Record<string, ColumnType> = {
  ...{ score: 'number', score_band: 'text', score_percentile: 'number', scored_at: 'text' },
  ...{ score_change: 'number', score_reason: 'text', score_band_since: 'text' },
};

/** The reason why a record is not scored, as SQL of a text or NULL, with the relations and join that it needs. */
type Exclusion = { relations: Relations; sql: string; join: string };

function excludedLead(plan: SourcePlan, qualifiedStatuses: readonly string[]): Exclusion {
  const unqualified =
    qualifiedStatuses.length === 0
      ? ''
      : `WHEN l.status IS NULL OR NOT ${isAnyText('l.status', qualifiedStatuses)}
         THEN ${quoteText(notQualifiedStatus)} || coalesce(l.status, 'empty')`;
  const unwanted = "THEN 'The person does not want to be profiled'";
  if (!has(plan, 'opt-out'))
    return { relations: [], sql: unqualified === '' ? 'NULL::VARCHAR' : `CASE ${unqualified} END`, join: '' };
  const optedOut = ['contact', 'lead']
    .map((table) => `SELECT email_key FROM ${table} WHERE email_key IS NOT NULL AND (${isOptedOut(table)})`)
    .join(' UNION ');
  return {
    relations: [['opted_out_email', optedOut]],
    sql: `CASE WHEN ${isOptedOut('l')} OR u.email_key IS NOT NULL ${unwanted} ${unqualified} END`,
    join: 'LEFT JOIN opted_out_email u ON u.email_key = l.email_key',
  };
}

const excludedContact: Exclusion = {
  relations: [],
  sql: `CASE WHEN ${isOptedOutContact} THEN 'The person does not want to be profiled' END`,
  join: '',
};

const excludedAccount = (plan: SourcePlan): Exclusion => ({
  relations: qualifiedRelations(plan),
  sql: `CASE WHEN z.record_id IS NULL THEN 'Not qualified: no person and no open opportunity' END`,
  join: 'LEFT JOIN qualified z ON z.record_id = s.record_id AND z.as_of = s.as_of',
});

function exclusionOf(plan: SourcePlan, qualifiedStatuses: readonly string[]): Exclusion {
  if (plan.goal.object === 'Lead') return excludedLead(plan, qualifiedStatuses);
  return plan.goal.object === 'Contact' ? excludedContact : excludedAccount(plan);
}

/** The records that a goal scores, as its admin chose them last. */
type Chosen = Pick<Goal, 'qualifiedStatuses' | 'segment'>;

/** The exclusion of a record and its current score fields. */
function candidateColumns(plan: SourcePlan, { qualifiedStatuses, segment }: Chosen): Alongside {
  const { own, alias } = subjectOf(plan);
  const columns = plannedTable(plan, own)?.columns ?? [];
  const scores = Object.entries(scoreTypes).map(([name, type]) => {
    const isPlanned = columns.some(({ column }) => column === name);
    return `${isPlanned ? readText(`${alias}.${quoteName(name)}`, type) : 'NULL'} AS ${name}`;
  });
  const { relations, sql, join } = exclusionOf(plan, qualifiedStatuses);
  const exclusion =
    segment === undefined
      ? sql
      : `CASE WHEN NOT ${isInSegmentSql(plan, alias, segment)} THEN ${quoteText(outsideSegment)} ELSE ${sql} END`;
  return { relations, columns: [...scores, `${exclusion} AS exclusion`], join };
}
