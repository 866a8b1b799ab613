import type { GoalCondition, Operator } from '@plumbline/contract';
import { conditionColumn, historyNameOf } from '../../domain/goals/goal-conditions.ts';
import type { ColumnType } from '../../domain/org-facts.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { Reading } from './database.ts';
import { inCorporateCurrency } from './currency-sql.ts';
import { plannedTable } from './load-tables.ts';
import { opportunityChangeRelations } from './opportunity-sql.ts';
import { conversionRelations } from './people-sql.ts';
import {
  isOptedOutContact,
  isOptedOutLead,
  optedOutLeadRelation,
  optedOutContactRelation,
} from './privacy-opt-outs.ts';
import { firstContactRelation } from './profile-sql.ts';
import { quoteName, quoteText, withRelations, readText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/**
 * The outcome of each record: when it was converted, when it (first) reached the goal, whether its person opted out of
 * profiling, and the group that must not be split between training and test. A contact or an account can reach the goal
 * repeatedly (`goal_times`).
 */
export const outcomeSql = (plan: SourcePlan): string =>
  plan.goal.object === 'Lead' ? leadOutcomeSql(plan) : repeatedOutcomeSql(plan);

/** When records reached the goal, one row each time. Needs the table `outcome`. */
export async function readReachedGoal({ database }: Pick<Reading, 'database'>): Promise<{
  recordIds: string[];
  reachedAt: Float64Array;
}> {
  const reached = await database.read(
    'SELECT record_id, unnest(goal_times) AS reached_at FROM outcome WHERE goal_at IS NOT NULL ORDER BY ALL',
  );
  return { recordIds: reached.texts('record_id').map((id) => id ?? ''), reachedAt: reached.numbers('reached_at') };
}

/** See the port. Needs the table `outcome`. */
export async function readToForget(
  { database }: Pick<Reading, 'database'>,
  recordIds: readonly string[],
  { isAbsentDeleted }: { isAbsentDeleted: boolean },
): Promise<string[]> {
  if (recordIds.length === 0) return [];
  const asked = recordIds.map((id) => `(${quoteText(id)})`).join(', ');
  const isGone = isAbsentDeleted
    ? 'asked.id NOT IN (SELECT record_id FROM outcome WHERE NOT opted_out)'
    : 'asked.id IN (SELECT record_id FROM outcome WHERE opted_out)';
  const found = await database.read(
    `SELECT asked.id AS id FROM (VALUES ${asked}) AS asked(id)
     WHERE ${isGone} ORDER BY asked.id`,
  );
  return found.texts('id').filter((id) => id !== undefined);
}

/** Whether a text of the org meets a condition, as SQL that is true or false (never NULL). Values are alternatives. */
export function conditionSql(
  { operator, values, field }: GoalCondition,
  { text, type }: { text: string; type: ColumnType },
): string {
  const read = readText(text, type);
  if (operator === 'is set') return `${read} IS NOT NULL`;
  if (operator === 'is not set') return `${read} IS NULL`;
  const value = type === 'text' ? `lower(${read})` : read;
  const any = (test: (value: string) => string): string => `coalesce(${values.map(test).join(' OR ')}, false)`;
  const isEqual = (given: string): string => {
    const expected = given.trim();
    // 15-character ids are case-sensitive.
    return field.endsWith('Id') && shortId.test(expected)
      ? `left(${read}, 15) = ${quoteText(expected)}`
      : `${value} = ${literal(expected, type)}`;
  };
  const comparison = comparisons[operator];
  if (comparison !== undefined) return any((expected) => `${value} ${comparison} ${literal(expected, type)}`);
  if (operator === 'not equals') return `NOT ${any(isEqual)}`;
  const lowerText = `lower(${readText(text, 'text')})`;
  if (operator === 'contains') return any((expected) => `contains(${lowerText}, ${literal(expected, 'text')})`);
  if (operator === 'starts with') return any((expected) => `starts_with(${lowerText}, ${literal(expected, 'text')})`);
  return any(isEqual);
}

function leadOutcomeSql(plan: SourcePlan): string {
  const isConversion = plan.goal.goalType === 'Lead converted';
  const goalAt = isConversion ? `CASE WHEN ${convertedSql(plan)} THEN v.converted_at END` : 'w.reached_at';
  return withRelations(
    [
      ...[firstContactRelation, optedOutContactRelation, optedOutLeadRelation],
      ...conversionRelations,
      ...(isConversion ? [] : reachedRelations(plan)),
    ],
    `SELECT l.id AS record_id, l.created_date, v.converted_at, ${goalAt} AS goal_at,
       CASE WHEN ${goalAt} IS NOT NULL THEN [${goalAt}] END AS goal_times,
       ${isOptedOutLead} AS opted_out,
       coalesce(l.converted_account_id, f.account_id, l.email_key, l.id) AS group_key
     FROM lead l
     LEFT JOIN lead_conversion v ON v.lead_id = l.id
     LEFT JOIN first_contact f ON f.email_key = l.email_key
     ${isConversion ? '' : 'LEFT JOIN reached w ON w.opportunity_id = l.converted_opportunity_id'}`,
  );
}

/** When the opportunities of a contact or an account reached the goal. Only people, not accounts, can opt out. */
const repeated = {
  contact: {
    goalTimes: `SELECT r.contact_id AS record_id, w.reached_at FROM reached w
      JOIN opportunity_contact_role r ON r.opportunity_id = w.opportunity_id`,
    row: `${isOptedOutContact} AS opted_out, coalesce(c.account_id, c.email_key, c.id) AS group_key FROM contact c`,
    id: 'c',
  },
  account: {
    goalTimes: `SELECT o.account_id AS record_id, w.reached_at FROM reached w JOIN opportunity o ON o.id = w.opportunity_id`,
    row: 'false AS opted_out, a.id AS group_key FROM account a',
    id: 'a',
  },
};

function repeatedOutcomeSql(plan: SourcePlan): string {
  const { goalTimes, row, id } = repeated[plan.goal.object === 'Contact' ? 'contact' : 'account'];
  return withRelations(
    [
      optedOutContactRelation,
      optedOutLeadRelation,
      ...reachedRelations(plan),
      ['goal_time', goalTimes],
      [
        'reached_record',
        `SELECT record_id, min(reached_at) AS goal_at, list(DISTINCT reached_at ORDER BY reached_at) AS goal_times
         FROM goal_time GROUP BY record_id`,
      ],
    ],
    `SELECT ${id}.id AS record_id, ${id}.created_date, NULL::BIGINT AS converted_at, g.goal_at, g.goal_times, ${row}
     LEFT JOIN reached_record g ON g.record_id = ${id}.id`,
  );
}

type TypedCondition = GoalCondition & { type: ColumnType; historyName: string; isMoney: boolean };

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
      isMoney: column?.isMoney ?? false,
      historyName: historyNameOf({ name: field, type: fieldType, isCustom }),
    };
  });
}

const allOf = (tests: readonly string[]): string => (tests.length === 0 ? 'true' : tests.join(' AND '));

/** Whether a converted lead meets the goal's conditions: its current values count, because a converted lead is read-only. */
const convertedSql = (plan: SourcePlan): string =>
  allOf(
    typedConditions(plan, 'lead').map((condition) =>
      conditionSql(condition, {
        text: amountText(plan, condition, `l.${quoteName(conditionColumn(condition.field))}`),
        type: condition.type,
      }),
    ),
  );

/** The text of an amount of a lead or of the opportunity of a save, in the corporate currency; other texts as they are. */
function amountText(plan: SourcePlan, { isMoney }: TypedCondition, text: string): string {
  if (!isMoney) return text;
  const amount =
    plan.goal.goalType === 'Lead converted'
      ? ({ table: 'lead', alias: 'l' } as const)
      : ({ table: 'opportunity', alias: 'o', at: 'v.saved_at' } as const);
  return `(${inCorporateCurrency(plan, readText(text, 'number'), amount)})::VARCHAR`;
}

/** Whether the save `v` of the opportunity `o` meets one condition: by its change, or by the values after it. */
const savedSql =
  (plan: SourcePlan) =>
  (condition: TypedCondition): string => {
    const { operator, historyName, field, type } = condition;
    if (operator === 'changes to' || operator === 'changes from') {
      const text = amountText(plan, condition, operator === 'changes to' ? 'h.new_value' : 'h.old_value');
      return `EXISTS (SELECT 1 FROM opportunity_change h WHERE h.opportunity_id = v.opportunity_id
      AND h.created_date = v.saved_at AND h.field = ${quoteText(historyName)} AND ${conditionSql(condition, { text, type })})`;
    }
    const nextChange = `(SELECT arg_min({'text': h.old_value}, h.created_date) FROM opportunity_change h
    WHERE h.opportunity_id = v.opportunity_id AND h.field = ${quoteText(historyName)} AND h.created_date > v.saved_at)`;
    const current = `o.${quoteName(conditionColumn(field))}`;
    return conditionSql(condition, {
      text: amountText(
        plan,
        condition,
        `(CASE WHEN ${nextChange} IS NULL THEN ${current} ELSE ${nextChange}.text END)`,
      ),
      type,
    });
  };

/** The first save of each opportunity after which the goal is reached. */
const reachedRelations = (plan: SourcePlan): Relations => [
  ...opportunityChangeRelations,
  ['saves', 'SELECT DISTINCT opportunity_id, created_date AS saved_at FROM opportunity_change'],
  [
    'reached',
    `SELECT v.opportunity_id, min(v.saved_at) AS reached_at FROM saves v JOIN opportunity o ON o.id = v.opportunity_id
     WHERE ${allOf(typedConditions(plan, 'opportunity').map(savedSql(plan)))} GROUP BY v.opportunity_id`,
  ],
];

const comparisons: Partial<Record<Operator, string>> = {
  'greater than': '>',
  'greater or equal': '>=',
  'less than': '<',
  'less or equal': '<=',
};

const shortId = /^[a-zA-Z0-9]{15}$/;

/** A value of a condition as SQL; like on the platform, texts compare without regard to case. */
function literal(value: string, type: ColumnType): string {
  if (type === 'number') return `${quoteText(value)}::DOUBLE`;
  if (type === 'boolean') return `${quoteText(value)}::BOOLEAN`;
  return type === 'text' ? `lower(${quoteText(value)})` : readText(quoteText(value), type);
}
