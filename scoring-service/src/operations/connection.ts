import { contractVersion, goalObject, textOf, thresholdsSchema } from '@plumbline/contract';
import type { ClientName, Connection, ConnectionCheck, Goal, GoalList } from '@plumbline/contract';
import { inputNeeds, rightsChecks, scoreNeeds, usageCheck } from '../domain/needs/connection-needs.ts';
import { goalNeeds, modelNeeds, trackingNeeds } from '../domain/needs/goal-needs.ts';
import { findingsOf } from '../domain/needs/org-needs.ts';
import { sharedObjects, sharingCheckName, sharingConnectionCheck } from '../domain/quality/sharing.ts';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Caller, OrgDescription, OrgSession } from '../ports/access.ts';
import type { Goals } from '../ports/goals.ts';
import type { Models } from '../ports/models.ts';
import { findUnmetNeeds } from './goals/check-needs.ts';
import type { NeedsOrg } from './goals/check-needs.ts';
import { readSharedRecords } from './goals/check-sharing.ts';
import type { SharingOrg } from './goals/check-sharing.ts';

type Ping = { ping(): Promise<void> };
type Org = OrgSession &
  Pick<OrgDescription, 'describeRights' | 'packageNeeds' | 'readPackageNames'> &
  NeedsOrg &
  SharingOrg &
  Pick<Goals, 'readGoals'>;

/** The service's release and the share of API calls at which its background work stops. */
export type ServiceFacts = { version: string; apiShare: number };

type Ports = { salesforce: Org; store: Ping & Pick<Models, 'activeModel'>; queue: Ping; service: ServiceFacts };

/** Checks whether service and org can work together; a failed check has the next step. */
export async function checkConnection(
  { salesforce, store, queue, service: { version, apiShare } }: Ports,
  { rights }: Pick<Caller, 'rights'>,
  clients: ReadonlyMap<ClientName, number> = new Map(),
): Promise<Connection> {
  const [org, storeCheck, queueCheck] = await Promise.all([
    checkOrg(salesforce, store),
    checkPart('Store', 'Models, runs and receipts can be stored.', () => store.ping()),
    checkPart('Queue', 'Runs can be queued.', () => queue.ping()),
  ]);
  const apiUsage = salesforce.apiUsage();
  const usage = apiUsage ? [usageCheck(apiUsage, apiShare)] : [];
  const { checks, ...identity } = org;
  const about = { version, contractVersion, ...identity, rights, ...(apiUsage && { apiUsage }), apiShare };
  return { ...about, checks: [...checks, ...usage, queueCheck, storeCheck, ...versionChecks(clients)] };
}

/** Whether the parts of the product that have called since the start fit this service. */
const versionChecks = (clients: ReadonlyMap<ClientName, number>): ConnectionCheck[] =>
  [...clients].sort().map(([client, theirs]) => {
    const name = `Version of the ${client}`;
    if (theirs === contractVersion) return { name, isDone: true, detail: `The ${client} fits the scoring service.` };
    const detail = `The ${client} (contract ${theirs}) and the scoring service (contract ${contractVersion}) have different versions.`;
    const older = { package: 'Deploy the newer package to the org.', plugin: 'Update the plugin: sf plugins update.' };
    return {
      name,
      isDone: false,
      detail,
      action: theirs > contractVersion ? 'Update the scoring service.' : older[client],
    };
  });

type OrgChecks = { orgId?: string; username?: string; checks: ConnectionCheck[] };

async function checkOrg(salesforce: Org, store: Pick<Models, 'activeModel'>): Promise<OrgChecks> {
  try {
    const { orgId, username } = await salesforce.readIdentity();
    const reached = { name: 'Org', isDone: true, detail: `The org answers the integration user ${username}.` };
    return { orgId, username, checks: [reached, ...(await checkRights(salesforce, store))] };
  } catch (error) {
    return { checks: [notDone('Org', error)] };
  }
}

async function checkRights(salesforce: Org, store: Pick<Models, 'activeModel'>): Promise<ConnectionCheck[]> {
  const packaged = salesforce.packageNeeds();
  const packageObjects = Object.values(packaged).flat();
  const needs = [...inputNeeds(), ...scoreNeeds([]), ...packageObjects];
  const rights = await salesforce.describeRights(needs.map(({ object }) => object));
  const names = await salesforce.readPackageNames();
  // A missing object is reported by its own check.
  const { goals, unusable } = rights[goalObject] ? await readGoals(salesforce) : noGoals;
  const ofGoals: ConnectionCheck[] = [];
  for (const goal of goals) ofGoals.push(await checkGoal(salesforce, store, goal));
  return [
    ...rightsChecks(rights, { names, goals, packaged }),
    ...ofGoals,
    ...unusable.map(({ name, problem, action }) => ({ name: checkName(name), isDone: false, detail: problem, action })),
    ...(await checkTracking(salesforce, goals)),
    ...(await checkShared(salesforce, { readable: Object.keys(rights), goals })),
  ];
}

/**
 * Whether the integration user sees the records of the org, by the strictest limit of the goals; none where it can read no
 * object, which the check of rights reports.
 */
async function checkShared(
  salesforce: SharingOrg,
  { readable, goals }: { readable: readonly string[]; goals: readonly Goal[] },
): Promise<ConnectionCheck[]> {
  if (!sharedObjects.some((object) => readable.includes(object))) return [];
  const limits = goals.map(({ settings }) => settings.thresholds.visibleShare);
  const least = limits.length > 0 ? Math.max(...limits) : thresholdsSchema.parse({}).visibleShare;
  try {
    return [sharingConnectionCheck(await readSharedRecords(salesforce, readable), least)];
  } catch (error) {
    return [notDone(sharingCheckName, error)];
  }
}

const checkName = (goalName: string): string => `Goal "${goalName}"`;

/** Whether the org has what a goal names and what its active model reads. */
async function checkGoal(
  salesforce: NeedsOrg,
  store: Pick<Models, 'activeModel'>,
  goal: Goal,
): Promise<ConnectionCheck> {
  const name = checkName(goal.name);
  try {
    const active = await store.activeModel(goal.id);
    const unmet = await findUnmetNeeds(salesforce, [...goalNeeds(goal), ...(active ? modelNeeds(active.plan) : [])]);
    if (unmet.length === 0) {
      const ofModel = active ? `, and every input of model ${active.version} can be read` : '';
      return { name, isDone: true, detail: `The org has every field and value that the goal names${ofModel}.` };
    }
    const detail = findingsOf(unmet).map(({ code, detail: found }) => textOf(code, found));
    return { name, isDone: false, detail: detail.join(' '), action: unmet[0]?.nextStep };
  } catch (error) {
    return notDone(name, error);
  }
}

/** Whether the org records the changes that the trainings of the goals need; none where they need none. */
async function checkTracking(salesforce: NeedsOrg, goals: readonly Goal[]): Promise<ConnectionCheck[]> {
  const needs = [
    ...new Map(goals.flatMap(trackingNeeds).map((need) => [`${need.object}.${need.field}`, need])).values(),
  ];
  if (needs.length === 0) return [];
  const name = 'Field history';
  try {
    const unmet = await findUnmetNeeds(salesforce, needs);
    if (unmet.length === 0) return [{ name, isDone: true, detail: 'The org records the changes that trainings need.' }];
    const detail = findingsOf(unmet).map(({ code, detail: found }) => textOf(code, found));
    return [{ name, isDone: false, detail: detail.join(' '), action: unmet[0]?.nextStep }];
  } catch (error) {
    return [notDone(name, error)];
  }
}

const noGoals: GoalList = { goals: [], unusable: [] };

/** None where goals cannot be read, which the check of rights reports. */
async function readGoals(salesforce: Org): ReturnType<Goals['readGoals']> {
  try {
    return await salesforce.readGoals();
  } catch (error) {
    if (error instanceof ScoringError && error.kind === 'salesforce.no-access') return noGoals;
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
