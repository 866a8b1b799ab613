import type { Goal } from '@plumbline/contract';
import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { currencyPath, segmentColumn } from '../../domain/goals/segment.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { conditionSql } from './condition-sql.ts';
import { inCorporateCurrency } from './currency-sql.ts';
import { plannedTable } from './load-tables.ts';
import { quoteName, readText } from './sql-text.ts';

/**
 * Whether a row of the scored object's table, under an alias, is in a segment, by default in that of the plan. Throws
 * ScoringError `goal.invalid` for a field that the model has not read.
 */
export function isInSegmentSql(plan: SourcePlan, alias: string, segment: Goal['segment'] = plan.goal.segment): string {
  const table = ownSource[plan.goal.object];
  const columns = plannedTable(plan, table)?.columns ?? [];
  const tests = (segment ?? []).map((condition) => {
    const name = segmentColumn(condition.field);
    const column = columns.find((other) => other.column === name);
    if (column === undefined) throw notRead(condition.field);
    const stored = `${alias}.${quoteName(name)}`;
    // The amount of a parent (`Account.AnnualRevenue`) is in the parent's currency.
    const currency = column.path.includes('.') ? segmentColumn(currencyPath(column.path)) : undefined;
    const amount = inCorporateCurrency(plan, readText(stored, 'number'), { table, alias, currency });
    const text = column.isMoney === true ? `(${amount})::VARCHAR` : stored;
    return conditionSql(condition, { text, type: column.type ?? 'text' });
  });
  return tests.length === 0 ? 'true' : `(${tests.join(' AND ')})`;
}

const notRead = (field: string): ScoringError =>
  new ScoringError('goal.invalid', {
    message: `The segment of the score goal was changed since its model was trained, and now uses ${field}.`,
    actions: ['Train the score goal again.'],
  });
