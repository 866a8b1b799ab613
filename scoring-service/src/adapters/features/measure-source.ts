import { waysOf } from '../../domain/features/account-ways.ts';
import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { SourceMeasures } from '../../domain/quality/check-source.ts';
import type { StatusHistory } from '../../domain/quality/check-source.ts';
import { DAY_MS } from '../../domain/time.ts';
import { firstNumber, epochMs, replaceTable } from './database.ts';
import type { Reading } from './database.ts';
import { activityRelation } from './engagement-sql.ts';
import { statusHistoryRelations } from './lead-status-sql.ts';
import { leadLinkRelations } from './link-sql.ts';
import { unknownTextsSql } from './picklist-history-sql.ts';
import { outcomeSql } from './outcomes.ts';
import { isInSegmentSql } from './segment-sql.ts';
import { foreverMs, isAnyText, withRelations } from './sql-text.ts';

/** Measures the data for the quality checks. */
export async function measureSource(reading: Reading, asOf: Date): Promise<SourceMeasures> {
  const { database, plan } = reading;
  await database.run(replaceTable('outcome', outcomeSql(plan)));
  const figures = await database.read(figuresSql(plan, epochMs(asOf)));
  const types = await database.read(activityTypesSql(plan, epochMs(asOf)));
  const statusHistory = await measureStatusHistory(reading, asOf);
  const [names, trained, toScore] = [types.texts('type'), types.numbers('trained'), types.numbers('to_score')];
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
    activityTypesLearned: byType(trained),
    historyDays: firstNumber(figures, 'history_days'),
    ...(statusHistory && { statusHistory }),
    ...(await measureUnknownTexts(reading)),
    ...(await measureAccountMatches(reading, asOf)),
  };
}

/** How the accounts of the open leads are found today; contacts have theirs by a lookup. */
async function measureAccountMatches(
  { database, plan }: Reading,
  asOf: Date,
): Promise<Pick<SourceMeasures, 'accountMatches'>> {
  if (waysOf(plan).length === 0) return {};
  const openLeads = `SELECT id AS record_id, ${epochMs(asOf)} AS as_of, ${foreverMs} AS known_at FROM lead
     WHERE NOT coalesce(is_converted, false) AND created_date <= ${epochMs(asOf)}`;
  const counts = await database.read(
    withRelations(
      [['snapshot', openLeads], ...leadLinkRelations(plan)],
      `SELECT found_by, count(*) AS leads, count(*) FILTER (is_conflict) AS conflicts FROM lead_link_as_of
       GROUP BY found_by ORDER BY found_by`,
    ),
  );
  const [ways, leads] = [counts.texts('found_by'), counts.numbers('leads')];
  return {
    accountMatches: {
      byWay: Object.fromEntries(ways.flatMap((way, row) => (way === undefined ? [] : [[way, leads[row] ?? 0]]))),
      conflicts: counts.numbers('conflicts').reduce((sum, count) => sum + count, 0),
    },
  };
}

async function measureUnknownTexts({ database, plan }: Reading): Promise<Pick<SourceMeasures, 'unknownPicklistTexts'>> {
  const sql = unknownTextsSql(plan);
  if (sql === undefined) return {};
  const found = await database.read(sql);
  const [fields, changes] = [found.texts('field'), found.numbers('changes')];
  if (fields.length === 0) return {};
  return { unknownPicklistTexts: Object.fromEntries(fields.map((field, row) => [field ?? '', changes[row] ?? 0])) };
}

/** What the recorded changes of statuses cover. Needs the table `outcome`. */
async function measureStatusHistory({ database, plan }: Reading, asOf: Date): Promise<StatusHistory | undefined> {
  const { object, qualifiedStatuses: statuses = [] } = plan.goal;
  if (object !== 'Lead' || statuses.length === 0) return undefined;
  const figures = await database.read(
    withRelations(
      statusHistoryRelations,
      `SELECT b.started_at, (SELECT min(created_date) FROM lead) AS first_lead_at,
         (SELECT count(*) FROM outcome o WHERE NOT o.opted_out AND o.goal_at <= ${epochMs(asOf)}
            AND o.goal_at >= b.started_at) AS conversions_since,
         (SELECT count(*) FROM lead l ANTI JOIN status_change h ON h.lead_id = l.id
            WHERE l.is_converted OR NOT ${isAnyText('l.status', statuses)}) AS unknown_leads
       FROM status_history b`,
    ),
  );
  const time = (name: string): Date | undefined => {
    const [value] = figures.numbers(name);
    return value === undefined || Number.isNaN(value) ? undefined : new Date(value);
  };
  const firstLeadAt = time('first_lead_at');
  return (
    firstLeadAt && {
      startedAt: time('started_at'),
      firstLeadAt,
      conversionsSince: firstNumber(figures, 'conversions_since'),
      unknownLeads: firstNumber(figures, 'unknown_leads'),
    }
  );
}

/** The dates that the history of outcomes starts with; accounts are often older than their opportunities' history. */
const historyDates = ({ goal }: SourcePlan): string =>
  goal.object === 'Lead'
    ? 'SELECT created_date FROM lead'
    : 'SELECT created_date FROM opportunity_history UNION ALL SELECT created_date FROM opportunity_stage';

/** The figures of the quality checks as one row. Needs the table `outcome`. */
const figuresSql = (plan: SourcePlan, asOfMs: number): string =>
  withRelations(
    [
      activityRelation(plan),
      ['active_contact', 'SELECT DISTINCT c.id, c.account_id FROM contact c JOIN activity a ON a.who_id = c.id'],
      [
        'active_account',
        `SELECT account_id FROM active_contact UNION SELECT account_id FROM activity WHERE account_id IS NOT NULL`,
      ],
    ],
    `SELECT (SELECT count(*) FROM account) AS accounts,
       (SELECT count(*) FROM contact) AS contacts,
       (SELECT count(*) FROM opportunity) AS opportunities,
       (SELECT count(DISTINCT id) FROM activity) AS activities,
       (SELECT count(*) FROM outcome JOIN ${ownSource[plan.goal.object]} r ON r.id = record_id
         WHERE NOT opted_out AND goal_at <= ${asOfMs} AND ${isInSegmentSql(plan, 'r')}) AS conversions,
       (SELECT count(*) FROM account SEMI JOIN active_account ON active_account.account_id = account.id)
         AS accounts_with_activity,
       (SELECT count(*) FROM active_contact) AS contacts_with_activity,
       (SELECT greatest(0, coalesce(${asOfMs} - min(created_date), 0)) / ${DAY_MS}.0 FROM (${historyDates(plan)}))
         AS history_days`,
  );

/** The number of activities by type that training can use and that scoring uses. */
const activityTypesSql = (plan: SourcePlan, asOfMs: number): string =>
  ownSource[plan.goal.object] === 'lead' ? typesOfLeadsSql(plan, asOfMs) : typesOfPeopleSql(plan, asOfMs);

/**
 * The same contacts and accounts are trained on and scored: activities after the newest training snapshot are used in
 * scoring only.
 */
const typesOfPeopleSql = (plan: SourcePlan, asOfMs: number): string =>
  withRelations(
    [activityRelation(plan)],
    `SELECT type, count(*) FILTER (happened_at <= ${asOfMs - plan.goal.timeframeDays * DAY_MS}) AS trained,
       count(*) FILTER (happened_at > ${asOfMs - plan.goal.timeframeDays * DAY_MS} AND happened_at <= ${asOfMs}) AS to_score
     FROM activity WHERE subject_id IS NOT NULL GROUP BY type ORDER BY type`,
  );

/**
 * Scoring uses the activities of open leads. Training uses all that were recorded at least one timeframe ago, including
 * those that a conversion moved to a contact.
 */
const typesOfLeadsSql = (plan: SourcePlan, asOfMs: number): string =>
  withRelations(
    [
      activityRelation(plan),
      [
        'person',
        `SELECT id AS who_id, max(NOT coalesce(is_converted, false)) AS is_open FROM lead GROUP BY id
       UNION ALL
       SELECT DISTINCT converted_contact_id, false FROM lead WHERE converted_contact_id IS NOT NULL`,
      ],
    ],
    `SELECT a.type, count(*) FILTER (a.happened_at <= ${asOfMs - plan.goal.timeframeDays * DAY_MS}) AS trained,
     count(*) FILTER (p.is_open) AS to_score
   FROM activity a JOIN person p ON p.who_id = a.who_id GROUP BY a.type ORDER BY a.type`,
  );
