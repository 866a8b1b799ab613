import type { Finding, Goal } from '@plumbline/contract';
import { companyColumns } from './account-ways.ts';
import { computedFeatures, kindCounts } from './computed-features.ts';
import { engagementTables, isEngagementTable } from './engagement-sources.ts';
import { namesField } from './field-path.ts';
import { completenessColumns } from './own-fields.ts';
import type { FeatureField, SourceColumn, SourcePlan, SourceTable } from './source-plan.ts';
import type { TrainingDistribution } from './training-distribution.ts';

/**
 * An input with what it is made from: objects and fields by API name, such as `Task` or `Account.Industry`. Who may not
 * read all of them learns nothing of the input.
 */
export type SourcedField = FeatureField & { sources: readonly string[] };

/**
 * The inputs of a plan with their sources, which are derived from the columns that the plan reads. An input that gives
 * another one away, such as the city the country, has the sources of both.
 */
export function sourcedFields(
  plan: SourcePlan,
  { revealed = {} }: Pick<TrainingDistribution, 'revealed'> = {},
): SourcedField[] {
  const own = new Map(plan.fields.map((field) => [field.name, sourcesOf(plan, field)]));
  return plan.fields.map((field) => {
    const names = [field.name, ...(revealed[field.name] ?? [])];
    return { ...field, sources: [...new Set(names.flatMap((name) => own.get(name) ?? []))].sort() };
  });
}

/** The inputs that are values of fields of a lead, contact or account. */
export const valueInputs = (plan: SourcePlan): ReadonlySet<string> =>
  new Set(plan.fields.filter(({ name }) => valueSources(plan, name).length > 0).map(({ name }) => name));

/** The sources of every input of a model. */
export const sourcesOfAll = (fields: readonly Pick<SourcedField, 'sources'>[]): string[] =>
  [...new Set(fields.flatMap(({ sources }) => sources))].sort();

/** A value that is read through a lookup is the lookup's: `RecordType.DeveloperName` is that of `RecordTypeId`. */
export const fieldAt = (path: string): string => path.replace(/__r\.\w+$/, '__c').replace(/\.\w+$/, 'Id');

function sourcesOf(plan: SourcePlan, { name }: FeatureField): string[] {
  const { object } = plan.goal;
  const values = valueSources(plan, name);
  const needed = needColumns(plan, name).flatMap(({ table, column, need }) => sourceOfColumn(table, column.path, need));
  const filledIn = name === 'completeness' ? completenessColumns(plan).map(({ path }) => `${object}.${path}`) : [];
  const sources = [...new Set([...values, ...needed, ...filledIn])].sort();
  // What is computed of the record alone, such as its age, is for all who may read the record.
  return sources.length > 0 ? sources : [object];
}

/** The columns that a computed input of a plan needs, in the order of its needs; none for values. */
export function needColumns(
  plan: SourcePlan,
  name: string,
): { table: SourceTable; column: SourceColumn; need: string }[] {
  const computed = [...computedFeatures, ...kindCounts(plan.eventKinds ?? [])].find(
    (feature) => feature.name === name && feature.of.includes(plan.goal.object),
  );
  const needs = [...(computed?.needs ?? []), ...(computed?.isByCompany ? companyColumns : [])];
  return needs.flatMap((need) => {
    const [tableName, columnName] = need.split('.');
    const ofAll = tableName === engagementTables[0];
    return plan.tables
      .filter((table) => table.name === tableName || (ofAll && isEngagementTable(table.name)))
      .flatMap((table) =>
        table.columns.filter(({ column }) => column === columnName).map((column) => ({ table, column, need })),
      );
  });
}

const valueSources = (plan: SourcePlan, name: string): string[] =>
  plan.tables
    .filter((table) => valueTables.has(table.name))
    .flatMap((table) =>
      table.columns
        .filter(({ column }) => column === name)
        .flatMap(({ path, lookup }) => [`${table.object}.${fieldAt(path)}`, ...(lookup ? [lookup.related] : [])]),
    );

/** The tables of records whose own values are inputs. */
const valueTables: ReadonlySet<string> = new Set(['lead', 'contact', 'account']);

/** Records of changes are about the fields whose changes they are. */
const changedFields: Record<string, string> = {
  'lead_history.new_value': 'Lead.Status',
  'opportunity_stage.forecast_category': 'Opportunity.StageName',
  'opportunity_stage.probability': 'Opportunity.StageName',
};

/** Ids and times of creation are for all who may read the object. */
const isOfEveryRecord = (path: string): boolean => path === 'Id' || path === 'CreatedDate';

function sourceOfColumn({ object, name }: SourceTable, path: string, need: string): string[] {
  const changed = changedFields[need];
  if (changed !== undefined) return [changed];
  const of = name.endsWith('_history') ? object.replace(/History$/, '') : object;
  if (isOfEveryRecord(path)) return [of];
  // `Campaign.Type` of a campaign member is a field of the campaign.
  return [of, path.includes('.') ? path : `${of}.${path}`];
}

/**
 * Of the inputs of a model's plan, those made from fields that its goal has come to mark as sensitive since: they
 * count as missing from then on, and the next model does without them.
 */
export function sensitiveInputs(
  inputs: readonly SourcedField[],
  { settings }: Pick<Goal, 'settings'>,
): readonly SourcedField[] {
  return inputs.filter(({ sources }) =>
    sources.some((source) => {
      const [object = '', field = ''] = source.split('.');
      return namesField(settings.sensitiveFields, object, field);
    }),
  );
}

/** Finding 965 of these inputs. */
export const findSensitiveInputs = (sensitive: readonly SourcedField[]): Finding[] =>
  sensitive.length === 0 ? [] : [{ code: 965, detail: `${sensitive.map(({ label }) => label).join(', ')}.` }];
