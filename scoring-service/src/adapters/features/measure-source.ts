import type { SourceMeasures } from '../../domain/quality/check-source.ts';
import { activityTypesSql, figuresSql } from './measure-sql.ts';
import { outcomeSql } from './outcome-sql.ts';
import { firstNumber, milliseconds, replaceTable } from './reading.ts';
import type { Reading } from './reading.ts';

/** What the quality checks need to know of the data. */
export async function measureSource({ database, plan }: Reading, asOf: Date): Promise<SourceMeasures> {
  await database.run(replaceTable('outcome', outcomeSql(plan)));
  const figures = await database.read(figuresSql(plan, milliseconds(asOf)));
  const types = await database.read(activityTypesSql(plan, milliseconds(asOf)));
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
