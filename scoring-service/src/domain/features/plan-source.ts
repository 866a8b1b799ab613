import type { Goal } from '@plumbline/contract';
import { conditionColumns, conditionHistory, conditionObject } from '../goals/goal-conditions.ts';
import { scoreColumns } from './score-columns.ts';
import { segmentColumns } from '../goals/segment.ts';
import { factOf, isReadable } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { allOf, quoteSoql } from '../soql.ts';
import { isUnusedKey, usableWays } from './account-ways.ts';
import { chosenFeatures } from './chosen-fields.ts';
import { computedFeatures, kindCounts } from './computed-features.ts';
import {
  countedKinds,
  engagementTables,
  fittingDraft,
  isEngagementTable,
  isPackagedAlone,
} from './engagement-sources.ts';
import { fairnessFields, withFairness } from './fairness-fields.ts';
import { ownSource } from './feature-catalogue.ts';
import { namesField } from './field-path.ts';
import { fieldAt } from './feature-sources.ts';
import { historyCondition, historySources, planHistories } from './history-columns.ts';
import { picklistHistories } from './picklist-history.ts';
import type { ProfileSource, ValueFeature } from './feature-catalogue.ts';
import * as activities from './activity-conditions.ts';
import { draftsOf } from './source-columns.ts';
import { usableValues } from './usable-values.ts';
import type { AccountWay, FeatureField, SourceColumn, SourcePlan, SourceTable, TableDraft } from './source-plan.ts';

/**
 * Plans what a goal reads from the org and its features, limited to what the integration user can read. Dates end in the
 * time zone. Throws
 * ScoringError `goal.invalid` naming the field, `salesforce.no-access`.
 */
export function planSource(goal: Goal, facts: OrgFacts, { timeZone = 'UTC' }: { timeZone?: string } = {}): SourcePlan {
  requireGoalType(goal);
  const standard = usableValues(goal, facts);
  const pathsOf = (source: ProfileSource) => standard.features.flatMap(({ paths }) => paths[source] ?? []);
  const used = { lead: pathsOf('lead'), contact: pathsOf('contact'), account: pathsOf('account') };
  const chosen = chosenFeatures(goal, facts, used);
  const values = [...standard.features, ...chosen.features];
  const fairness = fairnessFields(goal, facts);
  const ways = usableWays(goal, facts);
  const tables = withFairness(planTables(goal, facts, values), goal.object, fairness);
  requireTables(goal, tables);
  const eventKinds = countedKinds(goal, facts);
  const computed = usableComputed(goal, tables, { eventKinds, ways });
  const { object, goalType, conditions, timeframeDays, mergePolicy, scoreField, qualifiedStatuses, segment } = goal;
  return {
    tables,
    fields: [...values.map((feature) => withSource(feature, object)), ...computed.fields].map(fieldOf),
    ...(fairness.fields.length > 0 && { fairness: fairness.fields }),
    picklists: picklistHistories(goal, facts, values),
    leftOut: [...standard.leftOut, ...chosen.leftOut, ...computed.leftOut],
    goal: {
      ...{ object, goalType, conditions, timeframeDays, mergePolicy, scoreField, qualifiedStatuses },
      ...(segment && { segment }),
    },
    learnFrom: goal.settings.learnFrom,
    timeZone,
    countsConvertedLeads: true,
    callTypes: goal.settings.callTypes,
    namesPerAddress: goal.settings.thresholds.namesPerAddress,
    ...(eventKinds.length > 0 && { eventKinds }),
    accountWays: ways,
    observationDays: goal.settings.observationDays,
  };
}

/** The objects to describe before a goal is planned. Throws ScoringError `goal.invalid`. */
export function describedObjects(goal: Goal): string[] {
  requireGoalType(goal);
  return [...draftsOf(goal).map(({ object }) => object), 'Individual', 'Campaign', 'EmailMessage', 'RecordType'];
}

type LeftOut = SourcePlan['leftOut'];

/** Only leads convert; goals on contacts and accounts need the type Opportunity updated. */
function requireGoalType({ object, goalType, name }: Pick<Goal, 'object' | 'goalType' | 'name'>): void {
  if (object === 'Lead' || goalType === 'Opportunity updated') return;
  throw new ScoringError('goal.invalid', {
    message: `The goal ${name} expects ${object} records to convert, which only leads do.`,
    actions: ['Clone the score goal with the goal type Opportunity updated.', 'Clone it for leads.'],
  });
}

/** The columns of a table that can be read; undefined where a required one cannot. */
function readableColumns(facts: OrgFacts, { object, columns }: TableDraft): SourceColumn[] | undefined {
  const readable = columns.filter(({ path }) => isReadable(facts, object, path));
  if (columns.some((column) => column.isRequired && !readable.includes(column))) return undefined;
  return readable.map(({ path, column, protection, type }) => ({ path, column, protection, ...(type && { type }) }));
}

const valueColumns = (source: ProfileSource, features: ValueFeature[]): SourceColumn[] =>
  features.flatMap(({ name, paths, protection, type, lookups }) => {
    const path = paths[source];
    const lookup = lookups?.[source];
    return path === undefined ? [] : [{ path, column: name, protection, type, ...(lookup && { lookup }) }];
  });

const isAnyOf = (field: string, values: readonly string[]): string =>
  `${field} IN (${values.map(quoteSoql).join(', ')})`;

/** The condition of a table as SOQL. */
function whereOf(name: SourceTable['name'], goal: Goal, facts: OrgFacts): string | undefined {
  const { callTypes } = goal.settings;
  if (name === 'task') return activities.taskCondition(facts, callTypes);
  if (name === 'event') return activities.eventCondition(facts);
  if (name === 'task_relation') return activities.taskRelationCondition(facts, callTypes);
  if (name === 'event_relation') return activities.eventRelationCondition(facts);
  if (name === 'email_relation') return activities.emailRelationCondition(facts);
  if (name === 'email_message') return allOf('RelatedToId != null', activities.emailCondition(facts));
  if (name === 'opportunity_history') {
    // An opportunity belongs to the account that it stood in.
    const moves = goal.object === 'Account' ? ['Account'] : [];
    return isAnyOf('Field', [...new Set([...conditionHistory(goal, facts), ...moves])]);
  }
  const source = historySources[name];
  return source && historyCondition(source, facts);
}

function extraColumns(
  name: SourceTable['name'],
  goal: Goal,
  facts: OrgFacts,
  features: ValueFeature[],
): SourceColumn[] {
  const conditions = conditionObject(goal).toLowerCase() === name ? conditionColumns(goal, facts) : [];
  const isSource = name === 'lead' || name === 'contact' || name === 'account';
  const { object } = goal;
  const isScored = name === ownSource[object];
  const scores = isScored ? scoreColumns(goal).filter(({ path }) => isReadable(facts, object, path)) : [];
  const segment = isScored ? segmentColumns(goal, facts) : [];
  return [...scores, ...conditions, ...segment, ...(isSource ? valueColumns(name, features) : [])];
}

/** People are matched by queries for addresses, which the org refuses for an encrypted field. */
const canFilterEmail = (facts: OrgFacts): boolean =>
  ['Lead', 'Contact'].every((object) => factOf(facts, object, 'Email')?.isFilterable !== false);

function planTables(goal: Goal, facts: OrgFacts, features: ValueFeature[]): SourceTable[] {
  const described = new Set(describedObjects(goal));
  // Names only tell whose an address is.
  const unwantedOf = (object: string): string[] => {
    const isSensitive = (field: string): boolean => namesField(goal.settings.sensitiveFields, object, field);
    if (isSensitive('Email') || !canFilterEmail(facts)) return ['email_key', 'name_key'];
    return isSensitive('Name') ? ['name_key'] : [];
  };
  const ways = usableWays(goal, facts);
  const tables = draftsOf(goal).flatMap((drafted): SourceTable[] => {
    const draft = isEngagementTable(drafted.name) ? fittingDraft(drafted, goal.settings, facts) : drafted;
    const columns = draft && described.has(draft.object) ? readableColumns(facts, draft) : undefined;
    if (draft === undefined || columns === undefined) return [];
    const { name, object } = draft;
    const where = whereOf(name, goal, facts);
    const unwanted = unwantedOf(object);
    const wanted = columns.filter(({ column }) => !unwanted.includes(column) && !isUnusedKey(ways, name, column));
    const all = [...wanted, ...extraColumns(name, goal, facts, features)];
    return [{ name, object, columns: all, ...(where !== undefined && { where }) }];
  });
  return planHistories(tables, new Set(features.map((feature) => feature.name)));
}

/** The column that links opportunities to the scored records, as `table.column`. */
const opportunityLinks = {
  Lead: 'lead.converted_opportunity_id',
  Contact: 'opportunity_contact_role.contact_id',
  Account: 'opportunity.account_id',
} as const;

function requireTables(goal: Goal, tables: SourceTable[]): void {
  const columns = columnsOf(tables);
  const has = (name: string): boolean => tables.some((table) => table.name === name);
  const missing: string[] = [ownSource[goal.object]].filter((name) => !has(name));
  if (goal.goalType === 'Opportunity updated') {
    if (!has('opportunity')) missing.push('opportunity');
    // One holds stages, which are always tracked, the other all tracked fields.
    if (!has('opportunity_history') && !has('opportunity_stage')) missing.push('opportunity_history');
    const link = opportunityLinks[goal.object];
    if (!columns.has(link)) missing.push(link);
  }
  if (missing.length === 0) return;
  throw new ScoringError('salesforce.no-access', {
    message: `The integration user cannot read what the goal needs: ${missing.join(', ')}.`,
    actions: ['Assign the permission set Scoring Integration to the integration user.'],
  });
}

/** The columns as `table.column`; those of all sources of website events are of the first of their tables. */
const columnsOf = (tables: SourceTable[]): Set<string> =>
  new Set(
    tables.flatMap(({ name, columns }) =>
      columns.map(({ column }) => `${isEngagementTable(name) ? engagementTables[0] : name}.${column}`),
    ),
  );

const ofStatuses = ['days_since_qualification', 'qualified_leads'];

function usableComputed(
  goal: Goal,
  tables: SourceTable[],
  { eventKinds, ways }: { eventKinds: readonly string[]; ways: readonly AccountWay[] },
): { fields: FeatureField[]; leftOut: LeftOut } {
  const columns = columnsOf(tables);
  const isRestricted = !isPackagedAlone(goal);
  const fields: FeatureField[] = [];
  const leftOut: LeftOut = [];
  for (const { needs, needsDates, of, isByCompany, ...field } of [...computedFeatures, ...kindCounts(eventKinds)]) {
    if (!of.includes(goal.object) || (field.name === 'account_found_by' && ways.length === 0)) continue;
    const lacksDates = needsDates && goal.settings.learnFrom === 'creation';
    // With every status qualified, the days since qualification are those since creation, and open leads are qualified.
    const isRepeated = ofStatuses.includes(field.name) && goal.qualifiedStatuses.length === 0;
    if (lacksDates || isRepeated) continue;
    const ofEvents = needs.some((need) => need.startsWith(`${engagementTables[0]}.`));
    if (needs.every((need) => columns.has(need)) || (isByCompany && ways.length > 0))
      fields.push({ ...field, ...(ofEvents && isRestricted && { isRestricted }) });
    else
      leftOut.push({ field: field.name, label: field.label, reason: 'The fields it needs cannot or may not be read.' });
  }
  return { fields, leftOut };
}

const fieldOf = (feature: FeatureField): FeatureField => {
  const { name, label, kind, unit, family, isPointInTime, grouping, source, isRestricted } = feature;
  return {
    ...{ name, label, kind, ...(unit && { unit }), family, isPointInTime },
    ...{ ...(grouping && { grouping }), ...(source !== undefined && { source }) },
    ...(isRestricted && { isRestricted }),
  };
};

/** Only an unprotected value names the field that it can be shown from. */
function withSource(feature: ValueFeature, object: Goal['object']): FeatureField {
  const path = feature.paths[ownSource[object]];
  return feature.protection === 'none' && path !== undefined ? { ...feature, source: fieldAt(path) } : feature;
}
