import { contractVersion } from '@plumbline/contract';
import type { Connection, ConnectionCheck, GoalField, GoalFieldsQuery } from '@plumbline/contract';
import { goalFieldObjects, goalFields } from '../../domain/goals/goal-fields.ts';
import { rightsChecks, usageCheck, inputNeeds, scoreNeeds } from '../../domain/needs/connection-needs.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Queue, Salesforce, Store } from '../../ports.ts';
import type { Caller } from '../operations.ts';

type Ports = { salesforce: Salesforce; store: Pick<Store, 'ping'>; queue: Pick<Queue, 'ping'> };

/** Whether service and org can work together; every problem is a check that is not done, with its next step. */
export async function checkConnection(
  { salesforce, store, queue }: Ports,
  { rights }: Pick<Caller, 'rights'>,
  { version, apiShare }: { version: string; apiShare: number },
): Promise<Connection> {
  const [org, kept, queued] = await Promise.all([
    checkOrg(salesforce),
    checkPart('Store', 'Models, runs and receipts can be kept.', () => store.ping()),
    checkPart('Queue', 'Runs can be queued.', () => queue.ping()),
  ]);
  const apiUsage = salesforce.apiUsage();
  const usage = apiUsage ? [usageCheck(apiUsage, apiShare)] : [];
  const { checks, ...identity } = org;
  const about = { version, contractVersion, ...identity, rights, ...(apiUsage && { apiUsage }), apiShare };
  return { ...about, checks: [...checks, ...usage, queued, kept] };
}

type OrgChecks = { orgId?: string; username?: string; checks: ConnectionCheck[] };

async function checkOrg(salesforce: Salesforce): Promise<OrgChecks> {
  try {
    const { orgId, username } = await salesforce.readIdentity();
    const reached = { name: 'Org', isDone: true, detail: `The org answers the integration user ${username}.` };
    return { orgId, username, checks: [reached, ...(await checkRights(salesforce))] };
  } catch (error) {
    return { checks: [notDone('Org', error)] };
  }
}

async function checkRights(salesforce: Salesforce): Promise<ConnectionCheck[]> {
  const packaged = salesforce.packageNeeds();
  const packageObjects = Object.values(packaged).flat();
  const needs = [...inputNeeds(), ...scoreNeeds([]), ...packageObjects];
  const rights = await salesforce.describeRights(needs.map(({ object }) => object));
  // Without the object there is nothing to read goals from; its own check says so.
  const goals = rights['Score_Goal__c'] ? await readGoals(salesforce) : [];
  return rightsChecks(rights, { goals, packaged });
}

/** Goals whose fields cannot be read yet name no score fields; that they cannot is told by the check on rights. */
async function readGoals(salesforce: Salesforce): ReturnType<Salesforce['readGoals']> {
  try {
    return await salesforce.readGoals();
  } catch (error) {
    if (error instanceof ScoringError && error.kind === 'salesforce.no-access') return [];
    throw error;
  }
}

async function checkPart(name: string, detail: string, ping: () => Promise<void>): Promise<ConnectionCheck> {
  try {
    await ping();
    return { name, isDone: true, detail };
  } catch (error) {
    return notDone(name, error);
  }
}

function notDone(name: string, error: unknown): ConnectionCheck {
  if (!(error instanceof ScoringError)) throw error;
  const [action] = error.actions;
  return { name, isDone: false, detail: error.message, ...(action !== undefined && { action }) };
}

/** The fields that rows of a goal may speak of, as far as the integration user reads them. */
export async function listGoalFields(
  { salesforce }: { salesforce: Pick<Salesforce, 'describe' | 'readConvertedStatuses'> },
  query: GoalFieldsQuery,
): Promise<GoalField[]> {
  const [facts, statuses] = await Promise.all([
    salesforce.describe(goalFieldObjects(query)),
    query.goalType === 'Lead converted' ? salesforce.readConvertedStatuses() : [],
  ]);
  return goalFields(query, facts, statuses);
}
