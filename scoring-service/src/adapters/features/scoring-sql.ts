import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { isUnwillingSql, unwillingRelation } from './outcome-sql.ts';
import { plannedTable } from './load-sql.ts';
import { quoteName, quoteText, readText, textList, withRelations } from './sql-text.ts';
import { foreverMs } from './training-sql.ts';

/** Of ids with 15 letters and those with 18 the first 15 are the same. */
const isRecord = (recordId: string): string => `left(id, 15) = ${quoteText(recordId.slice(0, 15))}`;

/** The leads that are open, as of a moment or, where the dates tell nothing, as of their creation. */
export function openLeadsSql({ learnFrom }: SourcePlan, asOfMs: number, recordId: string | undefined): string {
  const asOf = learnFrom === 'creation' ? 'created_date' : `greatest(${asOfMs}, created_date)`;
  const only = recordId === undefined ? '' : ` AND ${isRecord(recordId)}`;
  return `SELECT id AS record_id, ${asOf} AS as_of, ${foreverMs} AS known_at
    FROM lead WHERE NOT coalesce(is_converted, false)${only}`;
}

const scoreTypes = { score: 'number', score_band: 'text', score_percentile: 'number', scored_at: 'text' } as const;

/** For each row of `featured` why it is not scored, in words, or NULL; and its score fields as they stand. */
export function candidatesSql(plan: SourcePlan, qualifiedStatuses: readonly string[]): string {
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
  return withRelations(
    [unwillingRelation],
    `SELECT f.*, ${scores.join(', ')},
       CASE WHEN ${isUnwillingSql} THEN 'The person does not want to be profiled' ${unqualified} END AS exclusion
     FROM featured f JOIN lead l ON l.id = f.record_id ORDER BY f.record_id`,
  );
}
