import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { featureSql } from './feature-sql.ts';
import type { Alongside } from './feature-sql.ts';
import { plannedTable } from './load-sql.ts';
import { qualifiedRelations } from './repeated-moments-sql.ts';
import { foreverMs, quoteName, readText, textList } from './sql-text.ts';
import type { Relations } from './sql-text.ts';
import { subjectOf } from './subject-sql.ts';
import { isUnwilling, isUnwillingContact } from './wishes-sql.ts';

/** Of ids with 15 letters and those with 18 the first 15 are the same. */
export const isOneOf = (recordIds: readonly string[]): string =>
  `left(id, 15) IN (${textList(recordIds.map((id) => id.slice(0, 15)))})`;

/** The records that are open, as of a moment or, where the dates tell nothing, as of their creation; `only` is a further condition. */
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

const scoreTypes = { score: 'number', score_band: 'text', score_percentile: 'number', scored_at: 'text' } as const;

/** Why a record is not scored, in words or NULL, and what that needs. */
type Exclusion = { relations: Relations; sql: string; join: string };

function excludedLead(qualifiedStatuses: readonly string[]): Exclusion {
  const unqualified =
    qualifiedStatuses.length === 0
      ? ''
      : `WHEN l.status IS NULL OR l.status NOT IN (${textList(qualifiedStatuses)})
         THEN 'Not qualified: status ' || coalesce(l.status, 'empty')`;
  const unwilling = ['contact', 'lead']
    .map((table) => `SELECT email_key FROM ${table} WHERE email_key IS NOT NULL AND (${isUnwilling(table)})`)
    .join(' UNION ');
  return {
    relations: [['unwilling', unwilling]],
    sql: `CASE WHEN ${isUnwilling('l')} OR u.email_key IS NOT NULL
      THEN 'The person does not want to be profiled' ${unqualified} END`,
    join: 'LEFT JOIN unwilling u ON u.email_key = l.email_key',
  };
}

const excludedContact: Exclusion = {
  relations: [],
  sql: `CASE WHEN ${isUnwillingContact} THEN 'The person does not want to be profiled' END`,
  join: '',
};

const excludedAccount = (plan: SourcePlan): Exclusion => ({
  relations: qualifiedRelations(plan),
  sql: `CASE WHEN z.record_id IS NULL THEN 'Not qualified: no person and no open opportunity' END`,
  join: 'LEFT JOIN qualified z ON z.record_id = s.record_id AND z.as_of = s.as_of',
});

function exclusionOf(plan: SourcePlan, qualifiedStatuses: readonly string[]): Exclusion {
  if (plan.goal.object === 'Lead') return excludedLead(qualifiedStatuses);
  return plan.goal.object === 'Contact' ? excludedContact : excludedAccount(plan);
}

/** Whether and why a record is not scored, and its score fields as they stand. */
function candidateColumns(plan: SourcePlan, qualifiedStatuses: readonly string[]): Alongside {
  const { own, alias } = subjectOf(plan);
  const columns = plannedTable(plan, own)?.columns ?? [];
  const scores = Object.entries(scoreTypes).map(([name, type]) => {
    const isPlanned = columns.some(({ column }) => column === name);
    return `${isPlanned ? readText(`${alias}.${quoteName(name)}`, type) : 'NULL'} AS ${name}`;
  });
  const { relations, sql, join } = exclusionOf(plan, qualifiedStatuses);
  return { relations, columns: [...scores, `${sql} AS exclusion`], join };
}

/** The rows of `snap` by their id, with features and what scoring needs to know besides. */
export const candidatesSql = (plan: SourcePlan, qualifiedStatuses: readonly string[]): string =>
  `${featureSql(plan, {}, candidateColumns(plan, qualifiedStatuses))} ORDER BY p.record_id`;
