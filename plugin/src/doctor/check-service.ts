import { contractVersion, shortId } from '@plumbline/contract';
import type { ConnectionCheck } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import type { OrgGoal } from '../org/goal-record.ts';
import type { DoctorCheck } from '../results.ts';
import { openService } from '../service/open-service.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { runCheck } from './run-check.ts';

/** Checks the service, its access to the org, and the models of the active goals. Reports the service's API share too. */
export async function checkService(
  org: Org,
  goals: OrgGoal[],
): Promise<{ checks: DoctorCheck[]; apiShare?: number | undefined }> {
  let client: ServiceClient | undefined;
  const connected = await runCheck('Service', 'Connection', async () => {
    client = await openService(org);
    const { version, contractVersion: theirs, rights, orgId } = await client.connection();
    const isOtherOrg = orgId !== undefined && shortId(orgId) !== shortId(org.getOrgId());
    if (isOtherOrg) {
      return {
        isPassed: false,
        detail: `The service works for another org (${orgId}).`,
        command: 'sf score service connect --url ADDRESS',
      };
    }
    if (theirs !== contractVersion) {
      const command = theirs > contractVersion ? 'sf plugins update' : 'Update the scoring service.';
      return {
        isPassed: false,
        detail: `The service (contract ${theirs}) and the plugin (contract ${contractVersion}) have different versions.`,
        command,
      };
    }
    return {
      isPassed: rights === 'manage',
      detail: `Version ${version}; your token can ${rights === 'manage' ? 'manage goals and runs' : 'only evaluate records'}.`,
      command: 'npm start -- issue-token --name cli --rights manage',
    };
  });
  if (!client || connected.outcome === 'unknown') return { checks: [connected] };
  const service = client;
  const { checks, apiShare } = await service.connection();
  const models = await Promise.all(goals.filter(({ isActive }) => isActive).map((goal) => checkModel(service, goal)));
  return { checks: [connected, ...checks.flatMap(toDoctorCheck), ...models], apiShare };
}

/** The service's own checks. */
function toDoctorCheck({ name, isDone, isUnknown = false, detail, action }: ConnectionCheck): DoctorCheck[] {
  // The doctor reads the limits itself, and has compared its own version.
  if (name === 'API calls' || name === 'Version of the plugin') return [];
  const part = /^(Queue|Store|Version of the package)$/.test(name) ? 'Service' : 'Integration user';
  const nextStep = action !== undefined && !isDone && { command: action };
  if (isUnknown) return [{ part, name, outcome: 'unknown', isOptional: true, detail, ...nextStep }];
  return [{ part, name, outcome: isDone ? 'passed' : 'failed', detail, ...nextStep }];
}

const checkModel = (service: ServiceClient, { id, name }: OrgGoal): Promise<DoctorCheck> =>
  runCheck('Model', `Model of "${name}"`, async () => {
    try {
      const { version, trainedAt, auc } = await service.model(id);
      return { isPassed: true, detail: `${version}, trained ${trainedAt.slice(0, 10)}, test AUC ${auc.toFixed(3)}.` };
    } catch (error) {
      if (!(error instanceof SfError) || error.name !== 'ModelMissingError') throw error;
      return {
        isPassed: false,
        detail: 'The goal has no model yet.',
        command: `sf score train --goal "${name}" --wait 30`,
      };
    }
  });
