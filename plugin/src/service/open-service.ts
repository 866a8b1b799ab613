import { SfError } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import { env } from '@salesforce/kit';
import { orgName } from '../org/org-name.ts';
import { openServiceClient } from './service-client.ts';
import type { ServiceClient } from './service-client.ts';
import { readSavedService } from './service-store.ts';
import type { SavedService } from './service-store.ts';

export const urlVariable = 'SCORING_SERVICE_URL';
export const tokenVariable = 'SCORING_SERVICE_TOKEN';

export type ServiceSource = 'environment' | 'saved';

/** The service of an org: what is saved for it, each part overridden by its environment variable. */
export async function findService(org: Org): Promise<(SavedService & { source: ServiceSource }) | undefined> {
  const [givenUrl, givenToken] = [env.getString(urlVariable), env.getString(tokenVariable)];
  const saved = givenUrl && givenToken ? undefined : await readSavedService(org.getOrgId());
  const [url, token] = [givenUrl || saved?.url, givenToken || saved?.token];
  if (!url || !token) return undefined;
  return { url, token, source: givenUrl || givenToken ? 'environment' : 'saved' };
}

/** The client of an org's service. Throws `ServiceNotConnectedError` where none is known. */
export async function openService(org: Org): Promise<ServiceClient> {
  const service = await findService(org);
  if (service) return openServiceClient(service);
  throw new SfError(`No scoring service is connected to the org ${orgName(org)}.`, 'ServiceNotConnectedError', [
    'Connect one: sf score service connect --url ADDRESS.',
    `Or set ${urlVariable} and ${tokenVariable}.`,
  ]);
}
