import type { GoalCondition } from '@plumbline/contract';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { conditionColumn, historyNameOf } from '../../domain/goals/goal-conditions.ts';
import type { ColumnType } from '../../domain/org-facts.ts';
import { conditionSql } from './condition-sql.ts';
import { plannedTable } from './load-sql.ts';
import { opportunityChangeRelations } from './opportunity-sql.ts';
import { conversionRelations } from './people-sql.ts';
import { firstContactRelation } from './profile-sql.ts';
import { quoteName, quoteText, withRelations } from './sql-text.ts';
import type { Relations } from './sql-text.ts';
import { isUnwillingContact, isUnwillingLead, unwillingLeadRelation, unwillingRelation } from './wishes-sql.ts';

type TypedCondition = GoalCondition & { type: ColumnType; historyName: string };

function typedConditions(plan: SourcePlan, table: 'lead' | 'opportunity'): TypedCondition[] {
  const columns = plannedTable(plan, table)?.columns ?? [];
  return plan.goal.conditions.map((condition) => {
    const name = conditionColumn(condition.field).toLowerCase();
    const column = columns.find((other) => other.column.toLowerCase() === name);
    const field = column?.path ?? condition.field;
    const isCustom = field.endsWith('__c');
    // Only a lookup's name ends this way among standard fields.
    const fieldType = field.endsWith('Id') ? 'reference' : 'string';
    return {
      ...condition,
      field,
      type: column?.type ?? 'text',
      historyName: historyNameOf({ name: field, type: fieldType, isCustom }),
    };
  });
}

const allOf = (tests: readonly string[]): string => (tests.length === 0 ? 'true' : tests.join(' AND '));

/** Whether a lead that was converted fulfils the goal, by its values today: a converted lead is read-only. */
const convertedSql = (plan: SourcePlan): string =>
  allOf(
    typedConditions(plan, 'lead').map((condition) =>
      conditionSql(condition, { text: `l.${quoteName(conditionColumn(condition.field))}`, type: condition.type }),
    ),
  );

/** Whether the save `v` of the opportunity `o` fulfils one condition: by the change it made, or by what stood after it. */
function savedSql(condition: TypedCondition): string {
  const { operator, historyName, field, type } = condition;
  if (operator === 'changes to' || operator === 'changes from') {
    const text = operator === 'changes to' ? 'h.new_value' : 'h.old_value';
    return `EXISTS (SELECT 1 FROM opportunity_change h WHERE h.opportunity_id = v.opportunity_id
      AND h.created_date = v.moment_ms AND h.field = ${quoteText(historyName)} AND ${conditionSql(condition, { text, type })})`;
  }
  const next = `(SELECT arg_min({'text': h.old_value}, h.created_date) FROM opportunity_change h
    WHERE h.opportunity_id = v.opportunity_id AND h.field = ${quoteText(historyName)} AND h.created_date > v.moment_ms)`;
  const today = `o.${quoteName(conditionColumn(field))}`;
  return conditionSql(condition, { text: `(CASE WHEN ${next} IS NULL THEN ${today} ELSE ${next}.text END)`, type });
}

/** The first save of each opportunity after which the goal is reached. */
const reachedRelations = (plan: SourcePlan): Relations => [
  ...opportunityChangeRelations,
  ['saves', 'SELECT DISTINCT opportunity_id, created_date AS moment_ms FROM opportunity_change'],
  [
    'reached',
    `SELECT v.opportunity_id, min(v.moment_ms) AS moment_ms FROM saves v JOIN opportunity o ON o.id = v.opportunity_id
     WHERE ${allOf(typedConditions(plan, 'opportunity').map(savedSql))} GROUP BY v.opportunity_id`,
  ],
];

/**
 * What became of each record: when it was converted, when it (first) reached the goal, whether its person may be
 * profiled, and the group that no split may divide. A contact or an account can reach the goal again and again
 * (`goal_moments`).
 */
export const outcomeSql = (plan: SourcePlan): string =>
  plan.goal.object === 'Lead' ? leadOutcomeSql(plan) : repeatedOutcomeSql(plan);

/** Without history a conversion counts from the end of its day. */
function leadOutcomeSql(plan: SourcePlan): string {
  const isConversion = plan.goal.goalType === 'Lead converted';
  const goalAt = isConversion ? `CASE WHEN ${convertedSql(plan)} THEN v.moment_ms END` : 'w.moment_ms';
  return withRelations(
    [
      ...[firstContactRelation, unwillingRelation, unwillingLeadRelation],
      ...conversionRelations,
      ...(isConversion ? [] : reachedRelations(plan)),
    ],
    `SELECT l.id AS record_id, l.created_date, v.moment_ms AS converted_at, ${goalAt} AS goal_at,
       CASE WHEN ${goalAt} IS NOT NULL THEN [${goalAt}] END AS goal_moments,
       NOT ${isUnwillingLead} AS is_willing,
       coalesce(l.converted_account_id, f.account_id, l.email_key, l.id) AS group_key
     FROM lead l
     LEFT JOIN lead_conversion v ON v.lead_id = l.id
     LEFT JOIN first_contact f ON f.email_key = l.email_key
     ${isConversion ? '' : 'LEFT JOIN reached w ON w.opportunity_id = l.converted_opportunity_id'}`,
  );
}

/** What of a contact's or an account's opportunities reached the goal when. An account is no person that could say no. */
const repeated = {
  contact: {
    moments: `SELECT r.contact_id AS record_id, w.moment_ms FROM reached w
      JOIN opportunity_contact_role r ON r.opportunity_id = w.opportunity_id`,
    row: `NOT ${isUnwillingContact} AS is_willing, coalesce(c.account_id, c.email_key, c.id) AS group_key FROM contact c`,
    id: 'c',
  },
  account: {
    moments: `SELECT o.account_id AS record_id, w.moment_ms FROM reached w JOIN opportunity o ON o.id = w.opportunity_id`,
    row: 'true AS is_willing, a.id AS group_key FROM account a',
    id: 'a',
  },
};

function repeatedOutcomeSql(plan: SourcePlan): string {
  const { moments, row, id } = repeated[plan.goal.object === 'Contact' ? 'contact' : 'account'];
  return withRelations(
    [
      unwillingRelation,
      unwillingLeadRelation,
      ...reachedRelations(plan),
      ['goal_moment', moments],
      [
        'reached_record',
        `SELECT record_id, min(moment_ms) AS goal_at, list(DISTINCT moment_ms ORDER BY moment_ms) AS goal_moments
         FROM goal_moment GROUP BY record_id`,
      ],
    ],
    `SELECT ${id}.id AS record_id, ${id}.created_date, NULL::BIGINT AS converted_at, g.goal_at, g.goal_moments, ${row}
     LEFT JOIN reached_record g ON g.record_id = ${id}.id`,
  );
}
