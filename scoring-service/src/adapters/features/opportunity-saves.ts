import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { conditionColumn } from '../../domain/goals/goal-conditions.ts';
import { allOf, amountText, conditionSql, typedConditions } from './condition-sql.ts';
import type { TypedCondition } from './condition-sql.ts';
import { quoteName, quoteText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** The two histories of one save are written one after the other, so their dates can differ by this much. */
export const sameSaveMs = 2_000;

/**
 * All changes of opportunities as `opportunity_change`: field history and, where the stage is not tracked, the stage
 * history that the platform always keeps, at the time at which field history has the other changes of the same save.
 */
const opportunityChangeRelations: Relations = [
  [
    'stage_change',
    `SELECT opportunity_id, created_date, id, stage_name AS new_value,
       lag(stage_name) OVER (PARTITION BY opportunity_id ORDER BY created_date, id) AS old_value,
       row_number() OVER (PARTITION BY opportunity_id ORDER BY created_date, id) AS place
     FROM opportunity_stage`,
  ],
  [
    'untracked_stage',
    `SELECT opportunity_id, created_date, id, old_value, new_value FROM stage_change c
     WHERE place > 1 AND new_value IS DISTINCT FROM old_value AND NOT EXISTS (
       SELECT 1 FROM opportunity_history h WHERE h.opportunity_id = c.opportunity_id AND h.field = 'StageName'
         AND h.new_value = c.new_value AND abs(h.created_date - c.created_date) <= ${sameSaveMs})`,
  ],
  [
    'untracked_creation',
    `SELECT c.opportunity_id, c.created_date, c.id FROM stage_change c
     ANTI JOIN (SELECT opportunity_id FROM opportunity_history WHERE field = 'created') h
       ON h.opportunity_id = c.opportunity_id
     WHERE c.place = 1`,
  ],
  [
    'saved_stage',
    `SELECT c.opportunity_id, coalesce(min(h.created_date), c.created_date) AS created_date, c.id, c.old_value, c.new_value
     FROM untracked_stage c LEFT JOIN opportunity_history h ON h.opportunity_id = c.opportunity_id
       AND abs(h.created_date - c.created_date) <= ${sameSaveMs}
     GROUP BY c.opportunity_id, c.created_date, c.id, c.old_value, c.new_value`,
  ],
  [
    'opportunity_change',
    `SELECT opportunity_id, created_date, id, field, old_value, new_value, true AS is_recorded FROM opportunity_history
     UNION ALL
     SELECT opportunity_id, created_date, id, 'StageName', old_value, new_value, false FROM saved_stage
     UNION ALL
     SELECT opportunity_id, created_date, id, 'created', NULL, NULL, false FROM untracked_creation`,
  ],
];

/** A condition with the relations of its field: its changes, one for each save, and its values around each save. */
type SavedCondition = TypedCondition & { changesOf: string; valuesOf: string };

/** History holds a changed lookup twice, by ids and by names; the values of a record are ids. */
const isId = (column: string): string => `regexp_full_match(${column}, '[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?')`;

/**
 * The text of a condition's field before and after each save. After it: the old value of the first later change, else the
 * current value. Before it: the old value of the change of this save, else the same.
 */
function valueRelations({ field, historyName, changesOf, valuesOf }: SavedCondition): Relations {
  const ids = field.endsWith('Id') ? ` AND ${isId('coalesce(new_value, old_value)')}` : '';
  const next = `CASE WHEN n.opportunity_id IS NULL THEN o.${quoteName(conditionColumn(field))} ELSE n.old_value END`;
  return [
    [
      changesOf,
      `SELECT opportunity_id, created_date, arg_min({'text': old_value}, id).text AS old_value
       FROM opportunity_change WHERE field = ${quoteText(historyName)}${ids} GROUP BY opportunity_id, created_date`,
    ],
    [
      valuesOf,
      `SELECT v.opportunity_id, v.saved_at, ${next} AS after_save,
         CASE WHEN c.opportunity_id IS NULL THEN ${next} ELSE c.old_value END AS before_save
       FROM saves v JOIN opportunity o ON o.id = v.opportunity_id
       LEFT JOIN ${changesOf} c ON c.opportunity_id = v.opportunity_id AND c.created_date = v.saved_at
       ASOF LEFT JOIN ${changesOf} n ON n.opportunity_id = v.opportunity_id AND n.created_date > v.saved_at`,
    ],
  ];
}

/**
 * Whether the save `v` of the opportunity `o` meets one condition: by its change, or by the values after it. A creation
 * changes every field from nothing; where it is known from stages alone, the values of other fields may be younger.
 */
function meetsSql(plan: SourcePlan, condition: SavedCondition): string {
  const { operator, historyName, type, valuesOf } = condition;
  const after = conditionSql(condition, { text: amountText(plan, condition, `${valuesOf}.after_save`), type });
  if (operator !== 'changes to' && operator !== 'changes from') return after;
  const text = amountText(plan, condition, operator === 'changes to' ? 'h.new_value' : 'h.old_value');
  const isChanged = `EXISTS (SELECT 1 FROM opportunity_change h WHERE h.opportunity_id = v.opportunity_id
      AND h.created_date = v.saved_at AND h.field = ${quoteText(historyName)} AND ${conditionSql(condition, { text, type })})`;
  if (operator === 'changes from') return isChanged;
  const isCreated = historyName === 'StageName' ? 'v.is_creation' : 'v.is_recorded_creation';
  return `(${isChanged} OR (${isCreated} AND ${after}))`;
}

/** Whether the opportunity met a condition before the save `v`; a change to a value, where it had one of them already. */
function metBeforeSql(plan: SourcePlan, condition: SavedCondition): string {
  const { operator, type, valuesOf } = condition;
  const before = conditionSql(condition, { text: amountText(plan, condition, `${valuesOf}.before_save`), type });
  return operator === 'changes from' ? `NOT ${before}` : before;
}

/**
 * The saves after which each opportunity reaches the goal, as `reached(opportunity_id, reached_at)`: those that meet all
 * conditions, which the opportunity did not meet before. A deal that is reopened and won again reaches the goal twice.
 */
export function reachedRelations(plan: SourcePlan): Relations {
  const conditions = typedConditions(plan, 'opportunity').map((condition, position): SavedCondition => ({
    ...condition,
    ...{ changesOf: `changes_${position}`, valuesOf: `values_${position}` },
  }));
  const joins = conditions.map(
    ({ valuesOf }) =>
      `JOIN ${valuesOf} ON ${valuesOf}.opportunity_id = v.opportunity_id AND ${valuesOf}.saved_at = v.saved_at`,
  );
  return [
    ...opportunityChangeRelations,
    [
      'saves',
      `SELECT opportunity_id, created_date AS saved_at, bool_or(field = 'created') AS is_creation,
         bool_or(field = 'created' AND is_recorded) AS is_recorded_creation
       FROM opportunity_change GROUP BY opportunity_id, created_date`,
    ],
    ...conditions.flatMap(valueRelations),
    [
      'reached',
      `SELECT v.opportunity_id, v.saved_at AS reached_at FROM saves v JOIN opportunity o ON o.id = v.opportunity_id
       ${joins.join('\n       ')}
       WHERE ${allOf(conditions.map((condition) => meetsSql(plan, condition)))}
         AND (v.is_creation OR NOT (${allOf(conditions.map((condition) => metBeforeSql(plan, condition)))}))`,
    ],
  ];
}
