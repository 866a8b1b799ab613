import { contractVersion } from '@plumbline/contract';
import type { Connection, ConnectionCheck } from '@plumbline/contract';
import { inputNeeds, rightsChecks, scoreNeeds, usageCheck } from '../domain/needs/connection-needs.ts';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Caller, OrgDescription, OrgSession } from '../ports/access.ts';
import type { Goals } from '../ports/goals.ts';

type Ping = { ping(): Promise<void> };
type Org = OrgSession & Pick<OrgDescription, 'describeRights' | 'packageNeeds'> & Pick<Goals, 'readGoals'>;

/** The service's release and the share of API calls at which its background work stops. */
export type ServiceFacts = { version: string; apiShare: number };

type Ports = { salesforce: Org; store: Ping; queue: Ping; service: ServiceFacts };

/** Checks whether service and org can work together; a failed check has the next step. */
export async function checkConnection(
  { salesforce, store, queue, service: { version, apiShare } }: Ports,
  { rights }: Pick<Caller, 'rights'>,
): Promise<Connection> {
  const [org, storeCheck, queueCheck] = await Promise.all([
    checkOrg(salesforce),
    checkPart('Store', 'Models, runs and receipts can be stored.', () => store.ping()),
    checkPart('Queue', 'Runs can be queued.', () => queue.ping()),
  ]);
  const apiUsage = salesforce.apiUsage();
  const usage = apiUsage ? [usageCheck(apiUsage, apiShare)] : [];
  const { checks, ...identity } = org;
  const about = { version, contractVersion, ...identity, rights, ...(apiUsage && { apiUsage }), apiShare };
  return { ...about, checks: [...checks, ...usage, queueCheck, storeCheck] };
}

type OrgChecks = { orgId?: string; username?: string; checks: ConnectionCheck[] };

async function checkOrg(salesforce: Org): Promise<OrgChecks> {
  try {
    const { orgId, username } = await salesforce.readIdentity();
    const reached = { name: 'Org', isDone: true, detail: `The org answers the integration user ${username}.` };
    return { orgId, username, checks: [reached, ...(await checkRights(salesforce))] };
  } catch (error) {
    return { checks: [notDone('Org', error)] };
  }
}

async function checkRights(salesforce: Org): Promise<ConnectionCheck[]> {
  const packaged = salesforce.packageNeeds();
  const packageObjects = Object.values(packaged).flat();
  const needs = [...inputNeeds(), ...scoreNeeds([]), ...packageObjects];
  const rights = await salesforce.describeRights(needs.map(({ object }) => object));
  // A missing object is reported by its own check.
  const goals = rights['Score_Goal__c'] ? await readGoals(salesforce) : [];
  return rightsChecks(rights, { goals, packaged });
}

/** None where goals cannot be read, which the check of rights reports. */
async function readGoals(salesforce: Org): ReturnType<Goals['readGoals']> {
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

/** Whether the store and the org respond; a part that does not has the kind of its error. */
export async function checkHealth({
  salesforce,
  store,
}: {
  salesforce: Ping;
  store: Ping;
}): Promise<{ isReady: boolean; parts: PartHealth[] }> {
  const parts = await Promise.all([
    checkHealthOf('store', () => store.ping()),
    checkHealthOf('org', () => salesforce.ping()),
  ]);
  return { isReady: parts.every(({ isReady }) => isReady), parts };
}

type PartHealth = { name: string; isReady: boolean; kind?: string };

async function checkHealthOf(name: string, ping: () => Promise<void>): Promise<PartHealth> {
  try {
    await ping();
    return { name, isReady: true };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    return { name, isReady: false, kind: error.kind };
  }
}
