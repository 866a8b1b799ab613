import { contractVersion } from '@plumbline/contract';
import type { Connection, ConnectionCheck } from '@plumbline/contract';
import { inputNeeds, rightsChecks, scoreNeeds, usageCheck } from '../domain/needs/connection-needs.ts';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Salesforce, Store } from '../ports/adapters.ts';
import type { Queue } from '../ports/runs.ts';
import type { Caller, Operations } from './operations.ts';

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

/** Asks store and org at the same time; what does not answer is named with the kind of its error. */
export async function checkHealth({
  salesforce,
  store,
}: {
  salesforce: Pick<Salesforce, 'ping'>;
  store: Pick<Store, 'ping'>;
}): ReturnType<Operations['checkHealth']> {
  const parts = await Promise.all([
    checkHealthOf('store', () => store.ping()),
    checkHealthOf('org', () => salesforce.ping()),
  ]);
  return { isReady: parts.every(({ isReady }) => isReady), parts };
}

async function checkHealthOf(name: string, ping: () => Promise<void>) {
  try {
    await ping();
    return { name, isReady: true };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    return { name, isReady: false, kind: error.kind };
  }
}
