import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Goal, MergePolicy } from '@plumbline/contract';
import type { FeatureTable } from '@plumbline/learning';
import { describedObjects, planSource } from '../../../scoring-service/src/domain/features/plan-source.ts';
import { latestZone } from '../../../scoring-service/src/domain/time.ts';
import type { SourcePlan } from '../../../scoring-service/src/domain/features/source-plan.ts';
import type { Salesforce } from '../../../scoring-service/src/ports/adapters.ts';
import type { FeatureEngine, FeatureSession } from '../../../scoring-service/src/ports/features.ts';
import { connectTo, insertGoal } from '../../scoring-service/adapters/salesforce/connected-org.ts';
import type { OrgWithHistory } from './org-with-history.ts';
import { storyEnd } from './telling.ts';
import { storySettings } from './oracle/profile.ts';
import type { FeatureValue } from './oracle/profile.ts';

/** A row of inputs as the service computed it. */
export type ProductRow = {
  recordId: string;
  ms: number;
  values: Record<string, FeatureValue>;
  label?: number;
  exclusion?: string;
};

const valueIn = (values: FeatureTable['columns'][number]['values'], row: number): FeatureValue => {
  const value = values[row];
  return typeof value === 'number' && Number.isNaN(value) ? undefined : value;
};

const rowOf = ({ columns }: FeatureTable, row: number): Record<string, FeatureValue> =>
  Object.fromEntries(columns.map(({ name, values }) => [name, valueIn(values, row)]));

export const qualifiedStatuses = ['Open - Not Contacted', 'Working - Contacted'];

const won = JSON.stringify({ field: 'StageName', operator: 'changes to', values: ['Closed Won'] });

/** Creates the goal on an object. */
export function createStoryGoal({ running }: OrgWithHistory, object: Goal['object']): string {
  const name = `${object} reaches its goal`;
  return insertGoal(running, {
    ...{
      Name: name,
      Unique_Name__c: name,
      Object__c: object,
      Active__c: false,
      Settings__c: JSON.stringify(storySettings),
    },
    Profile_Type__c: object === 'Account' ? 'Account' : 'Person',
    Qualified_Statuses__c: qualifiedStatuses.join('\n'),
    Score_Field__c: `${object}.Predictive_Score__c`,
    ...(object !== 'Lead' && { Goal_Type__c: 'Opportunity updated', Condition_1__c: won }),
  });
}

export type Extracted = {
  training: { rows: ProductRow[]; groups: string[] };
  /** Scores as the model of that training would. */
  session: FeatureSession;
  /** The same features of these records by reading them alone. */
  readAlone(recordIds: readonly string[]): Promise<ProductRow[]>;
};

type Use = { org: OrgWithHistory; engine: FeatureEngine; goalId: string; mergePolicy: MergePolicy };

/** Extracts the org for a goal as a training and a bulk scoring do, and hands it to `work`. */
export async function withExtraction<T>(
  { org, engine, goalId, mergePolicy }: Use,
  work: (extracted: Extracted) => Promise<T>,
): Promise<T> {
  const salesforce = connectTo(org.running);
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-facts-'));
  const goal = { ...(await salesforce.readGoal(goalId)), mergePolicy };
  const timeZone = latestZone(await salesforce.timeZones());
  const planned = planSource(goal, await salesforce.describe(describedObjects(goal)), { timeZone });
  try {
    await salesforce.extract(planned.tables, { folder });
    const { recordedSince, ...training } = await within(engine, planned, folder, trainingRows);
    // Scoring reads by the plan that is kept with the model.
    const plan = { ...planned, recordedSince };
    return await within(engine, plan, folder, (session) => {
      const readAlone = (ids: readonly string[]) => readRows({ salesforce, engine, goalId, plan }, ids);
      return work({ training, session, readAlone });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function within<T>(
  engine: FeatureEngine,
  plan: SourcePlan,
  folder: string,
  work: (session: FeatureSession) => Promise<T>,
): Promise<T> {
  const session = await engine.open(plan, { folder });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

async function readRows(
  {
    salesforce,
    engine,
    goalId,
    plan,
  }: { salesforce: Salesforce; engine: FeatureEngine; goalId: string; plan: SourcePlan },
  recordIds: readonly string[],
): Promise<ProductRow[]> {
  const [only] = recordIds;
  const { rows } =
    recordIds.length === 1 && only !== undefined
      ? await salesforce.readRecord(goalId, plan, only)
      : await salesforce.readRecords(goalId, plan, recordIds);
  const session = await engine.open(plan, { rows });
  try {
    return await scoringRows(session, recordIds);
  } finally {
    await session.close();
  }
}

/** The rows that a scoring at the end of the story computes, of all records or of those given. */
export async function scoringRows(session: FeatureSession, recordIds?: readonly string[]): Promise<ProductRow[]> {
  const asOf = new Date(storyEnd);
  await session.prepareScoring({ asOf, qualifiedStatuses, ...(recordIds && { recordIds }) });
  const { candidates, table } = await session.scoringRows({ limit: 10_000 });
  return candidates.map(({ recordId, exclusion }, row) => ({
    ...{ recordId, ms: storyEnd, values: rowOf(table, row) },
    ...(exclusion !== undefined && { exclusion }),
  }));
}

/** The rows that a training at the end of the story computes. */
async function trainingRows(session: FeatureSession) {
  const { rows, recordIds, recordedSince } = await session.trainingRows({
    ...{ asOf: new Date(storyEnd), seed: 1, maxRows: 1_000_000 },
  });
  const made = recordIds.map((recordId, row) => ({
    ...{ recordId, ms: rows.times[row] ?? Number.NaN, values: rowOf(rows.table, row) },
    label: rows.labels[row] ?? Number.NaN,
  }));
  return { rows: made, groups: [...rows.groups], recordedSince };
}
