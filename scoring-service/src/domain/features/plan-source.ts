import type { Goal } from '@plumbline/contract';
import { scoreFieldSet } from '../goals/score-field-set.ts';
import { ScoringError } from '../scoring-error.ts';
import { quoteSoql } from './build-soql.ts';
import { chosenFeatures, unwantedReason } from './chosen-features.ts';
import { computedFeatures } from './computed-features.ts';
import { fairnessFields, withFairness } from './fairness-fields.ts';
import { valueFeatures } from './feature-catalogue.ts';
import type { ProfileSource, ValueFeature } from './feature-catalogue.ts';
import { conditionColumns, conditionHistory, conditionObject } from './goal-conditions.ts';
import { factOf, isReadable } from './readable-paths.ts';
import { activitySubtypes, tableDrafts } from './source-columns.ts';
import type { TableDraft } from './source-columns.ts';
import type { FeatureField, OrgFacts, SourceColumn, SourcePlan, SourceTable } from './source-plan.ts';

type LeftOut = SourcePlan['leftOut'];

const objectOf: Record<ProfileSource, string> = { lead: 'Lead', contact: 'Contact', account: 'Account' };

function requireSupported({ object, name }: Pick<Goal, 'object' | 'name'>): void {
  if (object === 'Lead') return;
  throw new ScoringError('goal.not-supported', {
    message: `The goal ${name} scores ${object} records; this version scores leads.`,
    actions: ['Create a goal that scores leads.', 'Keep the goal inactive until a version scores its object.'],
  });
}

/** Objects whose readable fields must be known to plan a goal. Throws ScoringError `goal.not-supported`. */
export function describedObjects(goal: Goal): string[] {
  requireSupported(goal);
  const drafted = tableDrafts.map(({ object }) => object);
  const needed = drafted.filter((object) => object !== 'OpportunityFieldHistory' || goal.goalType !== 'Lead converted');
  return [...needed, 'Individual', 'Campaign'];
}

/** The values that become features, with the paths that can be read; what cannot be read or is unwanted is told. */
function usableValues(goal: Goal, facts: OrgFacts): { features: ValueFeature[]; leftOut: LeftOut } {
  const features: ValueFeature[] = [];
  const leftOut: LeftOut = [];
  for (const feature of valueFeatures) {
    const leadField = feature.paths.lead;
    const fact = leadField === undefined ? undefined : factOf(facts, 'Lead', leadField);
    // What an admin keeps out of the model must not come back from the contact or the account.
    if (fact !== undefined && unwantedReason(goal, fact) !== undefined) continue;
    const entries = Object.entries(feature.paths) as [ProfileSource, string][];
    const readable = entries.filter(([source, path]) => isReadable(facts, objectOf[source], path));
    if (readable.length > 0) features.push({ ...feature, paths: Object.fromEntries(readable) });
    else leftOut.push({ field: feature.name, label: feature.label, reason: 'The integration user cannot read it.' });
  }
  return { features, leftOut };
}

/** The columns of a table that can be read; undefined where a required one cannot. */
function readableColumns(facts: OrgFacts, { object, columns }: TableDraft): SourceColumn[] | undefined {
  const readable = columns.filter(({ path }) => isReadable(facts, object, path));
  if (columns.some((column) => column.isRequired && !readable.includes(column))) return undefined;
  return readable.map(({ path, column, protection, type }) => ({ path, column, protection, ...(type && { type }) }));
}

const scoreColumns = (goal: Goal): SourceColumn[] => {
  const { score, band, percentile, scoredAt } = scoreFieldSet(goal.scoreField);
  return [
    { path: score, column: 'score', protection: 'none', type: 'number' },
    { path: band, column: 'score_band', protection: 'none' },
    { path: percentile, column: 'score_percentile', protection: 'none', type: 'number' },
    { path: scoredAt, column: 'scored_at', protection: 'none', type: 'datetime' },
  ];
};

const valueColumns = (source: ProfileSource, features: ValueFeature[]): SourceColumn[] =>
  features.flatMap(({ name, paths, protection, type }) => {
    const path = paths[source];
    return path === undefined ? [] : [{ path, column: name, protection, type }];
  });

const isAnyOf = (field: string, values: readonly string[]): string =>
  `${field} IN (${values.map(quoteSoql).join(', ')})`;

/** What of a table is read, as SOQL; the history of personal fields must stay in the org. */
function whereOf(name: SourceTable['name'], goal: Goal, facts: OrgFacts, features: ValueFeature[]): string | undefined {
  if (name === 'task') return isAnyOf('TaskSubtype', Object.values(activitySubtypes).flat());
  if (name === 'opportunity_history') return isAnyOf('Field', conditionHistory(goal, facts));
  if (name !== 'lead_history') return undefined;
  const rebuilt = valueColumns('lead', features).filter(({ protection }) => protection === 'none');
  return isAnyOf('Field', ['leadConverted', 'Status', ...rebuilt.map(({ path }) => path)]);
}

function extraColumns(
  name: SourceTable['name'],
  goal: Goal,
  facts: OrgFacts,
  features: ValueFeature[],
): SourceColumn[] {
  const conditions = conditionObject(goal).toLowerCase() === name ? conditionColumns(goal, facts) : [];
  const isSource = name === 'lead' || name === 'contact' || name === 'account';
  const scores = name === 'lead' ? scoreColumns(goal).filter(({ path }) => isReadable(facts, 'Lead', path)) : [];
  return [...scores, ...conditions, ...(isSource ? valueColumns(name, features) : [])];
}

function planTables(goal: Goal, facts: OrgFacts, features: ValueFeature[]): SourceTable[] {
  const described = new Set(describedObjects(goal));
  const isEmailUnwanted = goal.settings.sensitiveFields.some((field) => field.toLowerCase() === 'email');
  return tableDrafts.flatMap((draft) => {
    const columns = described.has(draft.object) ? readableColumns(facts, draft) : undefined;
    if (columns === undefined) return [];
    const { name, object } = draft;
    const where = whereOf(name, goal, facts, features);
    const wanted = columns.filter(({ column }) => !(isEmailUnwanted && column === 'email_key'));
    const all = [...wanted, ...extraColumns(name, goal, facts, features)];
    return [{ name, object, columns: all, ...(where !== undefined && { where }) }];
  });
}

function requireTables(goal: Goal, tables: SourceTable[]): void {
  const isNeeded = goal.goalType === 'Lead converted' ? ['lead'] : ['lead', 'opportunity', 'opportunity_history'];
  const missing = isNeeded.filter((name) => !tables.some((table) => table.name === name));
  if (missing.length === 0) return;
  throw new ScoringError('salesforce.no-access', {
    message: `The integration user cannot read what the goal needs: ${missing.join(', ')}.`,
    actions: ['Assign the permission set Scoring Integration to the integration user.'],
  });
}

function usableComputed(goal: Goal, tables: SourceTable[]): { fields: FeatureField[]; leftOut: LeftOut } {
  const columns = new Set(tables.flatMap((table) => table.columns.map(({ column }) => `${table.name}.${column}`)));
  const fields: FeatureField[] = [];
  const leftOut: LeftOut = [];
  for (const { needs, tellsTime, ...field } of computedFeatures) {
    const isTold = tellsTime && goal.settings.learnFrom === 'creation';
    // With every status qualified, the days since qualification are those since creation.
    const isAge = field.name === 'days_since_qualification' && goal.qualifiedStatuses.length === 0;
    if (isTold || isAge) continue;
    if (needs.every((need) => columns.has(need))) fields.push(field);
    else
      leftOut.push({ field: field.name, label: field.label, reason: 'What it is made of cannot or may not be read.' });
  }
  return { fields, leftOut };
}

const fieldOf = (feature: FeatureField): FeatureField => {
  const { name, label, kind, unit, family, isPointInTime, grouping, source } = feature;
  return {
    ...{ name, label, kind, ...(unit && { unit }), family, isPointInTime },
    ...{ ...(grouping && { grouping }), ...(source !== undefined && { source }) },
  };
};

/** Only a value that is read as it stands has a field to show it from. */
const withSource = (feature: ValueFeature): FeatureField =>
  feature.protection === 'none' ? { ...feature, source: feature.paths.lead } : feature;

/**
 * What a goal reads of the org and the features it makes of that: only what the integration user can read. Throws
 * ScoringError `goal.not-supported`, `goal.invalid` naming the field, `salesforce.no-access`.
 */
export function planSource(goal: Goal, facts: OrgFacts): SourcePlan {
  requireSupported(goal);
  const standard = usableValues(goal, facts);
  const used = standard.features.flatMap(({ paths }) => paths.lead ?? []);
  const ownFields = Object.values(scoreFieldSet(goal.scoreField));
  const chosen = chosenFeatures(goal, facts, { ownFields, used });
  const values = [...standard.features, ...chosen.features];
  const fairness = fairnessFields(goal, facts);
  const tables = withFairness(planTables(goal, facts, values), goal.object, fairness);
  requireTables(goal, tables);
  const computed = usableComputed(goal, tables);
  const { object, goalType, conditions, timeframeDays, mergePolicy, scoreField, qualifiedStatuses } = goal;
  return {
    tables,
    fields: [...values.map(withSource), ...computed.fields].map(fieldOf),
    ...(fairness.fields.length > 0 && { fairness: fairness.fields }),
    leftOut: [...standard.leftOut, ...chosen.leftOut, ...computed.leftOut],
    goal: { object, goalType, conditions, timeframeDays, mergePolicy, scoreField, qualifiedStatuses },
    learnFrom: goal.settings.learnFrom,
    observationDays: goal.settings.observationDays,
  };
}
