import type { Connection } from 'jsforce';
import { apexSoql } from './apex-soql.ts';
import type { BindValue } from './apex-soql.ts';
import { ApexError } from './apex-error.ts';
import { readFlows } from './package-pages.ts';
import { callService } from './service-callout.ts';
import type { Callout, ServiceCredential } from './service-callout.ts';
import type { ViewerAccess } from './viewer-access.ts';
import { objectOf, readableAnswer, readReasons } from './viewer-reasons.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

export type ApexContext = {
  viewer: ViewerAccess;
  /** A session that may read every score field, for what the classes read in system mode. */
  system: Connection;
  credential: ServiceCredential;
  callouts: Callout[];
};
type Parameters = Record<string, unknown>;
type ApexMethod = (context: ApexContext, parameters: Parameters) => Promise<unknown>;

const string = (parameters: Parameters, name: string): string => {
  const value = parameters[name];
  if (typeof value !== 'string') throw new ApexError(`The parameter ${name} is missing.`);
  return value;
};
const strings = (parameters: Parameters, name: string): string[] => {
  const value = parameters[name];
  if (!Array.isArray(value)) throw new ApexError(`The parameter ${name} is missing.`);
  return value.map(String);
};

const denied =
  'You do not have permission to do this. Ask your administrator for the permission set Scoring User or Scoring Admin.';

function requirePermission({ viewer }: ApexContext, ...permissions: string[]): void {
  if (permissions.some((name) => viewer.customPermissions.includes(name))) return;
  throw new ApexError(denied);
}

/** The class's own query, as the viewer: what he may not see is refused or left out by the org. */
async function query(
  { viewer }: ApexContext,
  [className, method]: [string, string],
  binds: Record<string, BindValue> = {},
): Promise<Record<string, unknown>[]> {
  const found = await viewer.connection
    .query<Record<string, unknown>>(apexSoql(className, method, binds), { autoFetch: true, maxFetch: 2000 })
    .catch((cause: unknown) => {
      throw new ApexError(cause instanceof Error ? cause.message : 'Query failed', 'System.QueryException');
    });
  return found.records.map(withoutAttributes);
}

/** A record as Lightning gets it: without empty fields and without what only REST says; child records are a list. */
function withoutAttributes(record: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(record).filter(([name, value]) => name !== 'attributes' && value !== null);
  return Object.fromEntries(kept.map(([name, value]) => [name, lightningValue(value)]));
}

/** A time of day reaches components as milliseconds after midnight. */
const timeOfDay = /^\d\d:\d\d:\d\d\.\d{3}Z$/;

function lightningValue(value: unknown): unknown {
  if (typeof value === 'string' && timeOfDay.test(value)) return Date.parse(`1970-01-01T${value}`);
  if (typeof value !== 'object' || value === null) return value;
  if (!('records' in value)) return withoutAttributes(value as Record<string, unknown>);
  return (value.records as Record<string, unknown>[]).map(withoutAttributes);
}

/** `UserRecordAccess` of the platform: every record must be readable for the viewer. */
async function requireRead({ viewer }: ApexContext, recordIds: string[]): Promise<void> {
  const described = await viewer.connection.describeGlobal();
  const object = described.sobjects.find(({ keyPrefix }) => keyPrefix && recordIds[0]?.startsWith(keyPrefix))?.name;
  const list = recordIds.map((id) => `'${id}'`).join(', ');
  const found = object
    ? await viewer.connection.query<{ Id: string }>(`SELECT Id FROM ${object} WHERE Id IN (${list})`)
    : { records: [] };
  if (found.records.length < new Set(recordIds).size)
    throw new ApexError('You may not read this record, or it is gone.');
}

type Results = { results: ({ result?: Record<string, unknown> } & Record<string, unknown>)[] };

const kept = ['isQualified', 'score', 'band', 'basis', 'probability', 'percentile', 'reason', 'scoredAt'];

/** What the class's typed reading keeps: no factors, so no field value leaves Apex. */
function withoutFactors(text: string): string {
  const { results } = JSON.parse(text) as Results;
  const picked = results.map(({ result, ...evaluation }) => ({
    ...evaluation,
    ...(result && {
      result: Object.fromEntries(
        Object.entries(result).filter(([name]) => [...kept, 'modelVersion', 'isChanged'].includes(name)),
      ),
    }),
  }));
  return JSON.stringify(picked);
}

const view = 'View_Predictive_Scoring';
const manage = 'Manage_Predictive_Scoring';

const forReps: Record<string, ApexMethod> = {
  async getGoals(context, parameters) {
    requirePermission(context, view, manage);
    return query(context, ['ScoringController', 'getGoals'], { objectApiName: string(parameters, 'objectApiName') });
  },
  async evaluate(context, parameters) {
    requirePermission(context, view, manage);
    const recordIds = strings(parameters, 'recordIds');
    await requireRead(context, recordIds);
    const body = { goalIds: strings(parameters, 'goalIds'), recordIds };
    return withoutFactors(
      await callService(context.viewer, context, { method: 'POST', path: '/v1/evaluations', body }),
    );
  },
  async explain(context, parameters) {
    requirePermission(context, view, manage);
    const recordId = string(parameters, 'recordId');
    await requireRead(context, [recordId]);
    const path = `/v1/goals/${string(parameters, 'goalId')}/records/${recordId}`;
    return readableAnswer(context.viewer, await callService(context.viewer, context, { method: 'GET', path }));
  },
  async getReasons(context, parameters) {
    requirePermission(context, view, manage);
    const recordId = string(parameters, 'recordId');
    await requireRead(context, [recordId]);
    const binds = { goalIds: strings(parameters, 'goalIds'), objectName: objectOf(recordId) };
    return readReasons(context, recordId, await query(context, ['ScoringReasons', 'getGoals'], binds));
  },
  async getPeople(context, parameters) {
    requirePermission(context, view, manage);
    return query(context, ['ScoringController', 'getPeople'], { accountId: string(parameters, 'accountId') });
  },
  async getContacts(context, parameters) {
    requirePermission(context, view, manage);
    return query(context, ['ScoringController', 'getContacts'], { contactIds: strings(parameters, 'contactIds') });
  },
  async getLeads(context, parameters) {
    requirePermission(context, view, manage);
    return query(context, ['ScoringController', 'getLeads'], { leadIds: strings(parameters, 'leadIds') });
  },
};

const get =
  (pathOf: (parameters: Parameters) => string, ...permissions: string[]): ApexMethod =>
  async (context, parameters) => {
    requirePermission(context, ...permissions);
    return callService(context.viewer, context, { method: 'GET', path: pathOf(parameters) });
  };

/** Matches no record: the platform takes an empty list of ids, SOQL by API does not. */
const noId = '000000000000000AAA';

/** Runs the queries of the class and counts as it does: each user once, directly or by a permission set group. */
async function countAssigned(context: ApexContext): Promise<unknown> {
  const ask = (method: string, binds?: Record<string, BindValue>): Promise<Record<string, unknown>[]> =>
    query(context, ['ScoringPermissionSets', method], binds);
  const sets = await ask('getPermissionSets');
  const groups = await ask('getGroups', { setIds: sets.map(({ Id }) => String(Id)) });
  const counted: unknown[] = [];
  for (const { Id, Name, Label } of sets) {
    const ofSet = groups.filter((group) => group['PermissionSetId'] === Id);
    const groupIds = [noId, ...ofSet.map((group) => String(group['PermissionSetGroupId']))];
    const [found] = await ask('countUsers', { setId: String(Id), groupIds, asOf: new Date() });
    counted.push({ id: Id, name: Name, label: Label, userCount: found?.['userCount'] });
  }
  return counted;
}

const forAdmins: Record<string, ApexMethod> = {
  async getGoals(context) {
    requirePermission(context, manage, view);
    return query(context, ['ScoringAdminController', 'getGoals']);
  },
  async getRuns(context, parameters) {
    requirePermission(context, manage, view);
    const days = Number(parameters['days']);
    const since = new Date(Date.now() - days * DAY_MS);
    return query(context, ['ScoringAdminController', 'getRuns'], { since });
  },
  async getWindows(context) {
    requirePermission(context, manage, view);
    return query(context, ['ScoringAdminController', 'getWindows']);
  },
  // A deploy to the local org leaves flows as their files say.
  getFlows(context) {
    requirePermission(context, manage);
    return Promise.resolve(readFlows());
  },
  async getPermissionSets(context) {
    requirePermission(context, manage);
    return countAssigned(context);
  },
  async startRun(context, parameters) {
    requirePermission(context, manage);
    const body = { jobType: string(parameters, 'jobType'), trigger: 'Manual' };
    const path = `/v1/goals/${string(parameters, 'goalId')}/runs`;
    return callService(context.viewer, context, { method: 'POST', path, body });
  },
  async acceptRemovals(context, parameters) {
    requirePermission(context, manage);
    const body = { acceptRemovals: true, trigger: 'Manual' };
    const path = `/v1/runs/${string(parameters, 'runKey')}/resumptions`;
    return callService(context.viewer, context, { method: 'POST', path, body });
  },
  async getNeeds(context, parameters) {
    requirePermission(context, manage);
    const body: unknown = JSON.parse(string(parameters, 'draft'));
    return callService(context.viewer, context, { method: 'POST', path: '/v1/needs', body });
  },
  async getDraftReadiness(context, parameters) {
    requirePermission(context, manage);
    const body: unknown = JSON.parse(string(parameters, 'draft'));
    return callService(context.viewer, context, { method: 'POST', path: '/v1/readiness', body });
  },
  getReadiness: get((parameters) => `/v1/goals/${string(parameters, 'goalId')}/readiness`, manage),
  getGoalFields: get((parameters) => {
    const asked = { goalType: string(parameters, 'goalType'), profileType: string(parameters, 'profileType') };
    return `/v1/goal-fields?${new URLSearchParams(asked)}`;
  }, manage),
  async getModelCard(context, parameters) {
    requirePermission(context, manage, view);
    const path = `/v1/goals/${string(parameters, 'goalId')}/model`;
    return readableAnswer(context.viewer, await callService(context.viewer, context, { method: 'GET', path }));
  },
  getConnection: get(() => '/v1/connection', manage),
  getThresholds: get(() => '/v1/thresholds', manage),
};

/** What stands in for the package's Apex, by class and method. */
export const apexMethods: Record<string, Record<string, ApexMethod>> = {
  ScoringController: forReps,
  ScoringAdminController: forAdmins,
};
