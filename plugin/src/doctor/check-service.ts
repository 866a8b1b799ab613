import { contractVersion } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import type { OrgGoal } from '../org/goal-record.ts';
import type { DoctorCheck } from '../results.ts';
import { openService } from '../service/open-service.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { look } from './check-org.ts';

/** The service as it says itself, and the models of the goals. */
export async function checkService(org: Org, goals: OrgGoal[]): Promise<DoctorCheck[]> {
  let client: ServiceClient | undefined;
  const connected = await look('Service', 'Connection', async () => {
    client = await openService(org);
    const { version, contractVersion: theirs, rights, orgId } = await client.connection();
    const isOther = orgId !== undefined && orgId.slice(0, 15) !== org.getOrgId().slice(0, 15);
    if (isOther) {
      return {
        isRight: false,
        detail: `The service works for another org (${orgId}).`,
        command: 'sf score service connect --url ADDRESS',
      };
    }
    if (theirs !== contractVersion) {
      const command = theirs > contractVersion ? 'sf plugins update' : 'Update the service.';
      return {
        isRight: false,
        detail: `Service (contract ${theirs}) and plugin (${contractVersion}) are of different versions.`,
        command,
      };
    }
    return {
      isRight: rights === 'manage',
      detail: `Version ${version}; your token may ${rights === 'manage' ? 'do everything' : 'only evaluate records'}.`,
      command: 'npm start -- issue-token --name cli --rights manage',
    };
  });
  if (!client || connected.outcome === 'unknown') return [connected];
  const service = client;
  const own = await checkItself(service);
  const models = await Promise.all(goals.filter(({ isActive }) => isActive).map((goal) => checkModel(service, goal)));
  return [connected, ...own, ...models];
}

/** What the service finds of itself, its integration user and the org. */
async function checkItself(service: ServiceClient): Promise<DoctorCheck[]> {
  const { checks } = await service.connection();
  // The calls are the org's, which is looked at itself.
  const own = checks.filter(({ name }) => name !== 'API calls');
  return own.map(({ name, isDone, detail, action }): DoctorCheck => {
    const part = /^(Queue|Store)$/.test(name) ? 'Service' : 'Integration user';
    const told = action !== undefined && !isDone && { command: action };
    return { part, name, outcome: isDone ? 'right' : 'wrong', detail, ...told };
  });
}

const checkModel = (service: ServiceClient, { id, name }: OrgGoal): Promise<DoctorCheck> =>
  look('Model', `Model of "${name}"`, async () => {
    try {
      const { version, trainedAt, auc } = await service.model(id);
      return { isRight: true, detail: `${version}, trained ${trainedAt.slice(0, 10)}, test AUC ${auc.toFixed(3)}.` };
    } catch (error) {
      if (!(error instanceof SfError) || error.name !== 'ModelMissingError') throw error;
      return {
        isRight: false,
        detail: 'The goal has no model yet.',
        command: `sf score train --goal "${name}" --wait 30`,
      };
    }
  });
