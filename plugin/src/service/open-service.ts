import { SfError } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import { env } from '@salesforce/kit';
import { orgName } from '../org/org-name.ts';
import { openServiceClient } from './service-client.ts';
import type { ServiceClient, ServiceOfOrg } from './service-client.ts';
import { readSavedService } from './service-store.ts';

export const urlVariable = 'SCORING_SERVICE_URL';
export const tokenVariable = 'SCORING_SERVICE_TOKEN';

export type ServiceSource = 'environment' | 'saved';

/** The service of an org: the saved connection; environment variables override its address and its token. */
export async function findService(org: Org): Promise<(ServiceOfOrg & { source: ServiceSource }) | undefined> {
  const [urlOverride, tokenOverride] = [env.getString(urlVariable), env.getString(tokenVariable)];
  const orgId = org.getOrgId();
  const saved = urlOverride && tokenOverride ? undefined : await readSavedService(orgId);
  const [url, token] = [urlOverride || saved?.url, tokenOverride || saved?.token];
  if (!url || !token) return undefined;
  return { url, token, orgId, source: urlOverride || tokenOverride ? 'environment' : 'saved' };
}

/** Opens the client of an org's service. Throws `ServiceNotConnectedError` if the org has none. */
export async function openService(org: Org): Promise<ServiceClient> {
  const service = await findService(org);
  if (service) return openServiceClient(service);
  throw new SfError(`The org ${orgName(org)} isn't connected to a scoring service.`, 'ServiceNotConnectedError', [
    'Connect the org: sf score service connect --url ADDRESS.',
    `Or set ${urlVariable} and ${tokenVariable}.`,
  ]);
}
