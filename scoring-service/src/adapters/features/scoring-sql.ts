import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { featureSql } from './feature-sql.ts';
import type { Alongside } from './feature-sql.ts';
import { isUnwilling } from './outcome-sql.ts';
import { plannedTable } from './load-sql.ts';
import { quoteName, readText, textList } from './sql-text.ts';
import { foreverMs } from './training-sql.ts';

/** Of ids with 15 letters and those with 18 the first 15 are the same. */
export const isOneOf = (recordIds: readonly string[]): string =>
  `left(id, 15) IN (${textList(recordIds.map((id) => id.slice(0, 15)))})`;

/** The leads that are open, as of a moment or, where the dates tell nothing, as of their creation; `only` is a further condition. */
export function openLeadsSql({ learnFrom }: SourcePlan, asOfMs: number, only?: string): string {
  const asOf = learnFrom === 'creation' ? 'created_date' : `greatest(${asOfMs}, created_date)`;
  const further = only === undefined ? '' : ` AND ${only}`;
  return `SELECT id AS record_id, ${asOf} AS as_of, ${foreverMs} AS known_at
    FROM lead WHERE NOT coalesce(is_converted, false)${further}`;
}

const scoreTypes = { score: 'number', score_band: 'text', score_percentile: 'number', scored_at: 'text' } as const;

/** Why the lead `l` is not scored, in words, or NULL, and its score fields as they stand. */
function candidateColumns(plan: SourcePlan, qualifiedStatuses: readonly string[]): Alongside {
  const columns = plannedTable(plan, 'lead')?.columns ?? [];
  const scores = Object.entries(scoreTypes).map(([name, type]) => {
    const isPlanned = columns.some(({ column }) => column === name);
    return `${isPlanned ? readText(`l.${quoteName(name)}`, type) : 'NULL'} AS ${name}`;
  });
  const unqualified =
    qualifiedStatuses.length === 0
      ? ''
      : `WHEN l.status IS NULL OR l.status NOT IN (${textList(qualifiedStatuses)})
         THEN 'Not qualified: status ' || coalesce(l.status, 'empty')`;
  const exclusion = `CASE WHEN ${isUnwilling('l')} OR u.email_key IS NOT NULL
    THEN 'The person does not want to be profiled' ${unqualified} END AS exclusion`;
  const unwilling = `SELECT DISTINCT email_key FROM contact
    WHERE email_key IS NOT NULL AND (${isUnwilling('contact')})`;
  return {
    relations: [['unwilling', unwilling]],
    columns: [...scores, exclusion],
    join: 'LEFT JOIN unwilling u ON u.email_key = l.email_key',
  };
}

/** The rows of `snap` by their id, with features and what scoring needs to know besides. */
export const candidatesSql = (plan: SourcePlan, qualifiedStatuses: readonly string[]): string =>
  `${featureSql(plan, [], candidateColumns(plan, qualifiedStatuses))} ORDER BY p.record_id`;
