import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { DAY_MS } from '../../domain/time.ts';
import { campaignExpressions, campaignRelations } from './campaign-sql.ts';
import { activityExpressions, activityRelations, hasActivities } from './engagement-sql.ts';
import { changeRelations, rebuiltJoins, rebuiltRelations } from './field-history-sql.ts';
import type { ChangedFields } from './field-history-sql.ts';
import { qualificationRelations } from './lead-status-sql.ts';
import {
  contactRoleExpressions,
  contactRoleRelations,
  opportunityExpressions,
  opportunityRelations,
} from './opportunity-sql.ts';
import {
  peopleCountRelations,
  peopleExpressions,
  registrationExpressions,
  registrationRelations,
} from './people-sql.ts';
import { has, isJoined } from './present-rows.ts';
import { completenessSql, valueSql } from './profile-sql.ts';
import { hasWebEvents, webEventExpressions, webEventRelations } from './web-events-sql.ts';
import { withRelations } from './sql-text.ts';
import type { Relations } from './sql-text.ts';
import { subjectOf } from './subject-sql.ts';
import type { Subject } from './subject-sql.ts';

/**
 * The relations that some features need, the last of them with the alias by which it is joined to a row of snapshot `s`, and
 * the features by name. Where the relation is known to have no rows, the features are those of a row without it.
 */
type Part = {
  relations: Relations;
  relation: string;
  alias: string;
  isAbsent?: boolean;
  expressions: Record<string, string>;
};

const joinOf = ({ relation, alias }: Part, isSameRow: (one: string, other: string) => string): string =>
  `LEFT JOIN ${relation} ${alias} ON ${isSameRow(alias, 's')}`;

const isSameRecordAndTime = (one: string, other: string): string =>
  `${one}.record_id = ${other}.record_id AND ${one}.as_of = ${other}.as_of`;

function expressionOf({ expressions, alias, isAbsent = false }: Part, name: string): string | undefined {
  if (!isAbsent) return expressions[name];
  return expressions[name]?.replaceAll(new RegExp(String.raw`\b${alias}\.\w+`, 'g'), 'NULL::BIGINT');
}

/** Features of the record's own row and of its matched contact and account. */
const profileExpressions = (
  plan: SourcePlan,
  { own, alias }: Subject,
  changed: ChangedFields,
): Record<string, string> => ({
  has_contact: isJoined(plan, 'contact') ? 'CASE WHEN c.id IS NULL THEN 0 ELSE 1 END' : '0',
  has_account: isJoined(plan, 'account') ? 'CASE WHEN a.id IS NULL THEN 0 ELSE 1 END' : '0',
  ...(own === 'lead' && { account_found_by: 'k.found_by' }),
  age_days: `(s.as_of - ${alias}.created_date) / ${DAY_MS}.0`,
  completeness: completenessSql(plan, changed),
});

/** Features that count or date what happened up to the snapshot. */
const countedParts = (plan: SourcePlan, { own, alias, people, links }: Subject): Part[] => [
  {
    ...{ relation: 'activity_counts', alias: 'y', isAbsent: !hasActivities(plan) },
    relations: [...people, ...activityRelations(plan)],
    expressions: activityExpressions(plan),
  },
  {
    ...{ relation: 'people_counts', alias: 'w' },
    relations: peopleCountRelations,
    expressions: peopleExpressions(plan),
  },
  {
    ...{ relation: 'opportunity_counts', alias: 'o', isAbsent: !has(plan, 'opportunity') },
    relations: opportunityRelations(plan),
    expressions: opportunityExpressions,
  },
  {
    ...{ relation: 'newest_role', alias: 'e', isAbsent: !has(plan, 'opportunity_contact_role') },
    relations: contactRoleRelations(plan, links),
    expressions: contactRoleExpressions,
  },
  {
    ...{ relation: 'campaign_counts', alias: 'm', isAbsent: !has(plan, 'campaign_member') },
    relations: campaignRelations(plan, own),
    expressions: campaignExpressions(plan),
  },
  {
    ...{ relation: 'web_event_counts', alias: 'web', isAbsent: !hasWebEvents(plan) },
    relations: webEventRelations(plan, own),
    expressions: webEventExpressions(plan),
  },
  {
    ...{ relation: 'registration_counts', alias: 'g', isAbsent: !has(plan, 'lead') },
    relations: registrationRelations(plan, own),
    expressions: registrationExpressions(own),
  },
  {
    ...{ relation: 'qualification', alias: 'q' },
    relations: qualificationRelations(plan),
    expressions: { days_since_qualification: `(s.as_of - q.qualified_at) / ${DAY_MS}.0` },
  },
  {
    ...{ relation: 'last_change', alias: 'h', isAbsent: !has(plan, `${own}_history`) },
    relations: changeRelations(own),
    expressions: { days_since_change: `(s.as_of - coalesce(h.changed_at, ${alias}.created_date)) / ${DAY_MS}.0` },
  },
];

/** Additional columns of the record in the same query. */
export type Alongside = { relations: Relations; columns: string[]; join: string };

const nothingAlongside: Alongside = { relations: [], columns: [], join: '' };

/** The column of the feature at a position; not its name, because names of fields can differ only in case. */
export const featureColumn = (position: number): string => `f${position}`;

/**
 * The features of each row of `snapshot(record_id, as_of, known_at)`, in one query for training, nightly scoring and a
 * single evaluation. Events count that were recorded by `as_of`; values are those of `known_at`. `changed` are the fields
 * whose past values history holds; `alongside` adds columns. `isOneRow` says that snapshot has no more than one row: its
 * features need no comparison of keys, and a hash table costs DuckDB a millisecond, however few rows it holds. Counts are of
 * CASE, because DuckDB copies every column of the rows for each FILTER.
 */
export function featureSql(
  plan: SourcePlan,
  changed: ChangedFields,
  { alongside = nothingAlongside, isOneRow = false }: { alongside?: Alongside; isOneRow?: boolean } = {},
): string {
  const subject = subjectOf(plan);
  const { own, alias } = subject;
  const isSameRow = isOneRow ? () => 'true' : isSameRecordAndTime;
  const parts = countedParts(plan, subject);
  const ofProfile = profileExpressions(plan, subject, changed);
  const used = new Set<Part>();
  const columns = { profile: [...alongside.columns], counted: [] as string[] };
  for (const [position, field] of plan.fields.entries()) {
    const part = parts.find(({ expressions }) => field.name in expressions);
    if (part !== undefined && part.isAbsent !== true) used.add(part);
    const expression =
      (part && expressionOf(part, field.name)) ?? ofProfile[field.name] ?? valueSql(plan, field, changed);
    if (expression === undefined) throw unknownFeature(field.name);
    const type = field.kind === 'number' ? 'DOUBLE' : 'VARCHAR';
    columns[part === undefined ? 'profile' : 'counted'].push(`(${expression})::${type} AS ${featureColumn(position)}`);
  }
  const select = (expressions: readonly string[]): string =>
    `SELECT ${['s.record_id', 's.as_of', ...expressions].join(',\n  ')}\nFROM snapshot s`;
  const itself = `JOIN ${own} ${alias} ON ${alias}.id = s.record_id`;
  return withRelations(
    [
      ...subject.relations,
      ...alongside.relations,
      ...rebuiltRelations(changed, subject.links),
      ...[...used].flatMap((part) => part.relations),
      [
        'profile',
        `${select(columns.profile)}
         ${subject.joins}
         ${rebuiltJoins(changed)}
         ${alongside.join}`,
      ],
      // Separate from the profile, because every join copies all columns that it passes on.
      ['counted', [select(columns.counted), itself, ...[...used].map((part) => joinOf(part, isSameRow))].join('\n')],
    ],
    `SELECT p.*, t.* EXCLUDE (record_id, as_of)
     FROM profile p JOIN counted t ON ${isSameRow('t', 'p')}`,
  );
}

const unknownFeature = (name: string): ScoringError =>
  new ScoringError('features.failed', {
    message: `This version of the service does not know the feature ${name} of the model.`,
    actions: ['Train the goal again.'],
  });
