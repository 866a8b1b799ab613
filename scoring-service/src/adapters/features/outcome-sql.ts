import type { GoalCondition } from '@plumbline/contract';
import { conditionColumn, historyNameOf } from '../../domain/features/goal-conditions.ts';
import type { ColumnType, SourcePlan } from '../../domain/features/source-plan.ts';
import { conditionSql } from './condition-sql.ts';
import { plannedTable } from './load-sql.ts';
import { firstContactRelation } from './profile-sql.ts';
import { dayMs, quoteName, quoteText, withRelations } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** F11: what a lead or a contact, by its alias, says about being profiled, processed or kept at all. */
export const isUnwilling = (alias: string): string =>
  ['opted_out_profiling', 'opted_out_processing', 'should_forget']
    .map((column) => `coalesce(${alias}.${column}, false)`)
    .join(' OR ');

/** Contacts of people who want none of it. */
const unwillingRelation: Relations[number] = [
  'unwilling',
  `SELECT DISTINCT id, email_key FROM contact WHERE ${isUnwilling('contact')}`,
];

/** The lead's own person, the contact it became, or a contact with its e-mail address. */
const isUnwillingPerson = `(${isUnwilling('l')}
  OR coalesce(l.converted_contact_id IN (SELECT id FROM unwilling), false)
  OR coalesce(l.email_key IN (SELECT email_key FROM unwilling WHERE email_key IS NOT NULL), false))`;

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
    return `EXISTS (SELECT 1 FROM opportunity_history h WHERE h.opportunity_id = v.opportunity_id
      AND h.created_date = v.moment_ms AND h.field = ${quoteText(historyName)} AND ${conditionSql(condition, { text, type })})`;
  }
  const next = `(SELECT arg_min({'text': h.old_value}, h.created_date) FROM opportunity_history h
    WHERE h.opportunity_id = v.opportunity_id AND h.field = ${quoteText(historyName)} AND h.created_date > v.moment_ms)`;
  const today = `o.${quoteName(conditionColumn(field))}`;
  return conditionSql(condition, { text: `(CASE WHEN ${next} IS NULL THEN ${today} ELSE ${next}.text END)`, type });
}

/** The first save of each opportunity after which the goal is reached. */
const reachedRelations = (plan: SourcePlan): Relations => [
  ['saves', 'SELECT DISTINCT opportunity_id, created_date AS moment_ms FROM opportunity_history'],
  [
    'reached',
    `SELECT v.opportunity_id, min(v.moment_ms) AS moment_ms FROM saves v JOIN opportunity o ON o.id = v.opportunity_id
     WHERE ${allOf(typedConditions(plan, 'opportunity').map(savedSql))} GROUP BY v.opportunity_id`,
  ],
];

/**
 * What became of each lead: when it was converted, when it reached the goal, whether its person may be profiled, and
 * the group that no split may divide. Without history a conversion counts from the end of its day.
 */
export function outcomeSql(plan: SourcePlan): string {
  const isConversion = plan.goal.goalType === 'Lead converted';
  const convertedAt = `CASE WHEN l.is_converted
    THEN coalesce(e.moment_ms, l.converted_date + ${dayMs - 1}, l.last_modified_date, l.created_date) END`;
  const goalAt = isConversion ? `CASE WHEN ${convertedSql(plan)} THEN converted_at END` : 'w.moment_ms';
  return withRelations(
    [
      firstContactRelation,
      unwillingRelation,
      [
        'converted',
        `SELECT lead_id, min(created_date) AS moment_ms FROM lead_history WHERE field = 'leadConverted' GROUP BY lead_id`,
      ],
      ...(isConversion ? [] : reachedRelations(plan)),
    ],
    `SELECT l.id AS record_id, l.created_date, ${convertedAt} AS converted_at, ${goalAt} AS goal_at,
       NOT ${isUnwillingPerson} AS is_willing,
       coalesce(l.converted_account_id, f.account_id, l.email_key, l.id) AS group_key
     FROM lead l
     LEFT JOIN converted e ON e.lead_id = l.id
     LEFT JOIN first_contact f ON f.email_key = l.email_key
     ${isConversion ? '' : 'LEFT JOIN reached w ON w.opportunity_id = l.converted_opportunity_id'}`,
  );
}
