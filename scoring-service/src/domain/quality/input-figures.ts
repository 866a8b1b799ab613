import type { Goal, GoalInput, ModelCard } from '@plumbline/contract';
import type { FieldImportance, LabelledRows } from '@plumbline/learning';
import { emailTaskCondition } from '../features/activity-conditions.ts';
import { needColumns } from '../features/feature-sources.ts';
import { isWebEvent, listInputs, nameSource } from '../features/input-inventory.ts';
import type { SourcePlan, SourceTable } from '../features/source-plan.ts';
import { factAt, factOf } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { segmentClauses } from '../goals/segment.ts';
import { allOf } from '../soql.ts';

/** A count of the records that have a value in each field: one query for each object. */
export type FilledQuery = { object: string; fields: string[]; where?: string | undefined };

/** Records in which each field has a value, and all records. */
export type FilledCounts = { records: number; filled: Record<string, number> };

/** Whether any record has what a computed input counts; `inputs` are the names of those that it decides. */
export type ExistenceQuery = { inputs: string[]; soql: string };

/** What the live figures of the inputs take: `filled` by object, and the results of the existence queries in their order. */
export type InputFigures = { filled: Record<string, FilledCounts | undefined>; exists: (boolean | undefined)[] };

/** Types of fields whose values SOQL counts. */
const counted = new Set([
  ...['int', 'long', 'double', 'currency', 'percent', 'date', 'datetime', 'string', 'picklist', 'combobox'],
  ...['email', 'phone', 'url', 'reference'],
]);

/** The queries for the fields of a goal's inputs: of open leads, and of contacts and accounts. */
export function filledQueries(
  goal: Goal,
  inputs: readonly GoalInput[],
  facts: OrgFacts,
  currency?: string,
): FilledQuery[] {
  const fields = inputs.flatMap(({ isComputed, from }) => (isComputed ? [] : from.map(({ source }) => source)));
  const byObject = Map.groupBy(new Set(fields), (source) => source.split('.')[0] ?? '');
  return [...byObject].map(([object, sources]): FilledQuery => {
    const names = sources.map((source) => source.slice(object.length + 1));
    const segment = object === goal.object ? segmentClauses(goal, facts, currency) : [];
    return {
      object,
      fields: names.filter((name) => counted.has(factOf(facts, object, name)?.type ?? '')),
      where: allOf(object === 'Lead' ? 'IsConverted = false' : undefined, ...segment),
    };
  });
}

/** The queries that find out whether the org has what computed inputs count, each for the inputs that depend on it. */
export function existenceQueries(plan: SourcePlan, facts: OrgFacts): ExistenceQuery[] {
  const bySoql = new Map<string, string[]>();
  const add = (name: string, table: SourceTable, ...conditions: (string | undefined)[]): void => {
    const where = allOf(table.where && `(${table.where})`, ...conditions);
    const soql = `SELECT COUNT() FROM ${table.object}${where === undefined ? '' : ` WHERE ${where}`} LIMIT 1`;
    bySoql.set(soql, [...(bySoql.get(soql) ?? []), name]);
  };
  for (const { name } of plan.fields) {
    const columns = needColumns(plan, name);
    // The last column is the one that the input is about; the events of several objects stand for each other.
    const last = columns.at(-1);
    if (last === undefined) continue;
    for (const { table, column } of columns.filter((other) => other.column.column === last.column.column)) {
      const isFilterable = factAt(facts, table.object, column.path)?.isFilterable ?? false;
      const isSet = isFilterable && column.column !== 'created_date' ? `${column.path} != null` : undefined;
      add(name, table, kindCondition(name), isSet);
    }
    // An e-mail may have no task.
    if (isEmail(name)) {
      for (const table of plan.tables) if (/^email_/.test(table.name)) add(name, table);
    }
  }
  return [...bySoql].map(([soql, inputs]) => ({ soql, inputs }));
}

const isEmail = (name: string): boolean => /^(emails_|days_since_email)/.test(name);

/** The tasks that are the activities of an input. */
function kindCondition(name: string): string | undefined {
  if (isEmail(name)) return emailTaskCondition;
  return /^(calls_|days_since_call|call_)/.test(name) ? `NOT (${emailTaskCondition})` : undefined;
}

/** The inputs with the share of records without a value, by source; one without any value in the org is empty. */
export function withLiveFigures(
  inputs: readonly GoalInput[],
  queries: readonly ExistenceQuery[],
  { filled, exists }: InputFigures,
): GoalInput[] {
  const found = new Map<string, boolean>();
  queries.forEach(({ inputs: names }, index) => {
    for (const name of names)
      if (exists[index] !== undefined) found.set(name, (found.get(name) ?? false) || exists[index]);
  });
  return inputs.map((input): GoalInput => {
    if (input.state !== 'used') return input;
    const from = input.from.map(({ source }) => ({ source, ...missingOf(source, filled) }));
    const isEmpty = input.isComputed
      ? found.get(input.field) === false
      : from.length > 0 && from.every(({ missing }) => missing === 1);
    return isEmpty ? { ...input, from, state: 'empty', nextStep: stepOfEmpty(input) } : { ...input, from };
  });
}

function missingOf(source: string, filled: InputFigures['filled']): { missing?: number } {
  const [object = '', ...path] = source.split('.');
  const counts = filled[object];
  const count = counts?.filled[path.join('.')];
  return counts === undefined || count === undefined || counts.records === 0
    ? {}
    : { missing: 1 - Math.min(1, count / counts.records) };
}

const stepOfEmpty = ({ field, isComputed, from }: GoalInput): string => {
  const names = from.map(({ source }) => source).join(', ');
  if (isWebEvent(field)) {
    return names === ''
      ? nameSource
      : `The records of ${names} do not say it: send events that do, or name its field in engagementSources in the settings of the goal.`;
  }
  return isComputed
    ? `The org has no such records (${names}): record them, or share them with the integration user.`
    : `No record has a value in ${names}: fill it, or exclude it in the settings of the goal.`;
};

/** The inputs of a trained model: the share of training rows without a value, and what each is worth. */
export function trainedInputs(
  plan: SourcePlan,
  {
    rows,
    importance,
    leaks,
  }: { rows: LabelledRows; importance: readonly FieldImportance[]; leaks: ModelCard['leftOutFields'] },
): GoalInput[] {
  return listInputs(plan).map((input): GoalInput => {
    const leak = leaks.find(({ field }) => field === input.field);
    if (leak !== undefined) return { ...input, state: 'left out', reason: leak.reason };
    const column = rows.table.columns.find(({ name }) => name === input.field);
    if (column === undefined || rows.table.rowCount === 0) return input;
    const isPresence =
      plan.fields.some(
        ({ name, unit, source }) => name === input.field && unit === 'yes or no' && source === undefined,
      ) && !input.isComputed;
    let without = 0;
    for (const value of column.values) {
      if (value === undefined || Number.isNaN(value) || (isPresence && value === 0)) without += 1;
    }
    const missing = without / rows.table.rowCount;
    const weight = Math.min(1, Math.max(0, importance.find(({ field }) => field === input.field)?.share ?? 0));
    return missing < 1
      ? { ...input, missing, weight }
      : { ...input, missing, weight, state: 'empty', nextStep: stepOfEmpty(input) };
  });
}

/** The inputs of a goal with those as left out that its active model left out because they reveal the outcome. */
export function withLeaks(
  inputs: readonly GoalInput[],
  { card, plan }: { card: Pick<ModelCard, 'leftOutFields'>; plan: Pick<SourcePlan, 'fields'> },
): GoalInput[] {
  const planned = new Set(plan.fields.map(({ name }) => name));
  const leaks = new Map(
    card.leftOutFields.filter(({ field }) => planned.has(field)).map(({ field, reason }) => [field, reason]),
  );
  return inputs.map(({ nextStep, ...input }): GoalInput => {
    const reason = input.state === 'used' ? leaks.get(input.field) : undefined;
    if (reason !== undefined) return { ...input, state: 'left out', reason };
    return nextStep === undefined ? input : { ...input, nextStep };
  });
}
