import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { SourceMeasures } from '../../domain/quality/check-source.ts';
import { firstNumber, milliseconds, replaceTable } from './database.ts';
import type { Reading } from './database.ts';
import { activityRelation } from './engagement-sql.ts';
import { outcomeSql } from './outcomes.ts';
import { dayMs, withRelations } from './sql-text.ts';

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

/** Since when the org knows what became of records: accounts are often older than the history of their opportunities. */
const beginningOf = ({ goal }: SourcePlan): string =>
  goal.object === 'Lead'
    ? 'SELECT created_date FROM lead'
    : 'SELECT created_date FROM opportunity_history UNION ALL SELECT created_date FROM opportunity_stage';

/** The figures of the quality checks as one row; `outcome` is there. */
export const figuresSql = (plan: SourcePlan, asOfMs: number): string =>
  withRelations(
    [
      activityRelation,
      ['active_contact', 'SELECT DISTINCT c.id, c.account_id FROM contact c JOIN activity a ON a.who_id = c.id'],
      [
        'active_account',
        `SELECT account_id FROM active_contact UNION SELECT account_id FROM activity WHERE account_id IS NOT NULL`,
      ],
    ],
    `SELECT (SELECT count(*) FROM account) AS accounts,
       (SELECT count(*) FROM contact) AS contacts,
       (SELECT count(*) FROM opportunity) AS opportunities,
       (SELECT count(*) FROM activity) AS activities,
       (SELECT count(*) FROM outcome WHERE is_willing AND goal_at <= ${asOfMs}) AS conversions,
       (SELECT count(*) FROM account SEMI JOIN active_account ON active_account.account_id = account.id)
         AS accounts_with_activity,
       (SELECT count(*) FROM active_contact) AS contacts_with_activity,
       (SELECT greatest(0, coalesce(${asOfMs} - min(created_date), 0)) / ${dayMs}.0 FROM (${beginningOf(plan)}))
         AS history_days`,
  );

/** Activities by type, those that are scored from and those that are learned from. */
export const activityTypesSql = (plan: SourcePlan, asOfMs: number): string =>
  ownSource[plan.goal.object] === 'lead' ? typesOfLeadsSql(plan, asOfMs) : typesOfPeopleSql(plan, asOfMs);

/**
 * Contacts and accounts are learned from and scored alike: what was recorded after the newest moment that is learned
 * from is only scored from.
 */
const typesOfPeopleSql = ({ goal }: SourcePlan, asOfMs: number): string =>
  withRelations(
    [activityRelation],
    `SELECT type, count(*) FILTER (happened_at <= ${asOfMs - goal.timeframeDays * dayMs}) AS learned,
       count(*) FILTER (happened_at > ${asOfMs - goal.timeframeDays * dayMs} AND happened_at <= ${asOfMs}) AS to_score
     FROM activity WHERE subject_id IS NOT NULL GROUP BY type ORDER BY type`,
  );

/**
 * Activities by type: those of leads that are open, and those that training can know of, which are all that were
 * recorded at least one timeframe ago, with what moved to contacts.
 */
const typesOfLeadsSql = ({ goal }: SourcePlan, asOfMs: number): string =>
  withRelations(
    [
      activityRelation,
      [
        'person',
        `SELECT id AS who_id, max(NOT coalesce(is_converted, false)) AS is_open FROM lead GROUP BY id
       UNION ALL
       SELECT DISTINCT converted_contact_id, false FROM lead WHERE converted_contact_id IS NOT NULL`,
      ],
    ],
    `SELECT a.type, count(*) FILTER (a.happened_at <= ${asOfMs - goal.timeframeDays * dayMs}) AS learned,
     count(*) FILTER (p.is_open) AS to_score
   FROM activity a JOIN person p ON p.who_id = a.who_id GROUP BY a.type ORDER BY a.type`,
  );
