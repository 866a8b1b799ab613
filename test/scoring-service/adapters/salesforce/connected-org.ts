import { join } from 'node:path';
import { createSalesforce } from '../../../../scoring-service/src/adapters/salesforce/salesforce.ts';
import type { SalesforceOptions } from '../../../../scoring-service/src/adapters/salesforce/salesforce.ts';
import type { Salesforce } from '../../../../scoring-service/src/ports/adapters.ts';
import { websiteEvents } from '../../../e2e/stage/prepared-org.ts';
import { generateOrg } from '../../../local-org/src/generator/generate-org.ts';
import { adminUsername, integrationUsername, startOrg } from '../../../local-org/src/index.ts';
import type { RecordInput, RunningOrg, StartOptions } from '../../../local-org/src/index.ts';

const root = join(import.meta.dirname, '../../../..');
const metadata = ['force-app/main/default', 'force-app/privacy', 'test/fixtures/generated-org/main/default'].map(
  (folder) => join(root, folder),
);

/** An org with the package and an integration user with exactly the permissions that the service needs. */
export async function startScoringOrg({
  leads = 0,
  ...options
}: { leads?: number } & Pick<StartOptions, 'features' | 'namespacePrefix'> = {}): Promise<RunningOrg> {
  const running = await startOrg({ metadata, ...options });
  const { org } = running;
  const integration = org.userId(integrationUsername) ?? '';
  for (const permissionSet of ['ScoringIntegration', 'ScoringIntegrationPrivacy', 'Generated_Org_Fields']) {
    org.assignPermissionSet(integration, permissionSet);
  }
  org.assignPermissionSet(adminId(running), 'ScoringAdmin');
  if (leads > 0) await generateOrg(org, { seed: 7, leads, endsAt: new Date(), events: websiteEvents });
  return running;
}

const adminId = ({ org }: RunningOrg): string => org.userId(adminUsername) ?? '';

/** The adapter as the service opens it, without the waits of retries. */
export const connectTo = (
  { url, credentials }: Pick<RunningOrg, 'url' | 'credentials'>,
  options: Partial<SalesforceOptions> = {},
): Salesforce =>
  createSalesforce({ loginUrl: url, ...credentials, bulkPollMs: 10, sleep: () => Promise.resolve(), ...options });

/** Inserts a record as the administrator and returns its id. */
export function insert(running: RunningOrg, object: string, record: RecordInput): string {
  const result = running.org.write(adminId(running), 'insert', object, record);
  if (result.success) return result.id;
  throw new Error(`${object}: ${JSON.stringify(result.errors)}`);
}

/** Calls an admin route of the org. */
export async function tell({ url }: RunningOrg, path: string, body: Record<string, unknown> = {}): Promise<void> {
  const response = await fetch(`${url}/__org/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}

/** Calls of the API, logins left out, that `work` makes. */
export async function callsOf<T>(
  { requests }: RunningOrg,
  work: () => Promise<T>,
): Promise<{ result: T; calls: string[] }> {
  // The log keeps the last 1,000 calls.
  const before = requests.at(-1);
  const result = await work();
  const isLater = (position: number): boolean => before === undefined || position > requests.lastIndexOf(before);
  const calls = requests
    .filter((_, position) => isLater(position))
    .map(({ method, path }) => `${method} ${path.replace(/^.*\/v65\.0/, '')}`);
  return { result, calls: calls.filter((call) => !call.includes('oauth2')) };
}

/** Creates a goal on leads and returns its id. */
export const insertGoal = (running: RunningOrg, changed: RecordInput = {}): string => {
  const name = typeof changed['Name'] === 'string' ? changed['Name'] : 'Lead converts in 90 days';
  return insert(running, 'Score_Goal__c', {
    Name: name,
    Unique_Name__c: name,
    Profile_Type__c: 'Person',
    Object__c: 'Lead',
    Goal_Type__c: 'Lead converted',
    Condition_1__c: '{"field":"Status","operator":"equals","values":["Closed - Converted"]}',
    Timeframe_Days__c: '90',
    Merge_Policy__c: 'Lead first',
    Score_Field__c: 'Lead.Predictive_Score__c',
    Score_Basis__c: 'probability',
    Active__c: true,
    ...changed,
  });
};
