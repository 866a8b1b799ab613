import { messageOf } from '@plumbline/contract';
import { adminUsername } from '../../local-org/src/index.ts';
import type { PreparedOrg } from './prepared-org.ts';

/** A status that the goal of the stages names, as a condition on leads. */
export const isWorking = "Status = 'Working - Contacted'";

/** What readiness, page, doctor, import and run say of that status once the org no longer has it. */
export const sentence = messageOf({
  code: 945,
  detail:
    'the lead status "Working - Contacted" (Lead.Status). Edit the qualified statuses of the score goal. The org has: Open - Not Contacted, In Progress, Closed - Not Converted, Closed - Converted.',
}).text;

type Org = Pick<PreparedOrg, 'org' | 'admin'>;

/** Renames the status as an admin does who replaces the old value on all records. */
export async function renameStatus(prepared: Org, to: string): Promise<void> {
  deployStatuses(prepared, to);
  await replaceStatus(prepared, isWorking, to);
}

/** Deletes the renamed status as an admin does who replaces it on all records by one that the org has. */
export async function deleteStatus(prepared: Org, renamed: string, by: string): Promise<void> {
  deployStatuses(prepared);
  await replaceStatus(prepared, `Status = '${renamed}'`, by);
}

function deployStatuses({ org }: Org, renamed?: string): void {
  const deployed = org.deploy(org.userId(adminUsername) ?? '', [
    { path: 'standardValueSets/LeadStatus.standardValueSet', content: Buffer.from(statuses(renamed)) },
  ]);
  if (!deployed.success) throw new Error(`The statuses were not deployed: ${JSON.stringify(deployed.messages)}`);
}

/** Setup replaces a value on all records without triggers and flows. */
async function replaceStatus(prepared: Org, where: string, to: string): Promise<void> {
  for (const Id of await openLeads(prepared, where, 10_000)) prepared.org.setRaw('Lead', Id, { Status: to });
}

async function openLeads({ admin }: Org, where: string, most: number): Promise<string[]> {
  const { records } = await admin.query<{ Id: string }>(
    `SELECT Id FROM Lead WHERE IsConverted = false AND ${where} ORDER BY Id LIMIT ${most}`,
    { autoFetch: true, maxFetch: 10_000 },
  );
  return records.map(({ Id }) => Id);
}

/** Gives open leads another status; returns how many there are. */
export async function moveLeads(prepared: Org, where: string, to: string, most = 10_000): Promise<number> {
  const { admin } = prepared;
  const changes = (await openLeads(prepared, where, most)).map((Id) => ({ Id, Status: to }));
  const results = await admin.sobject('Lead').update(changes, { allowRecursive: true });
  const refused = results.find(({ success }) => !success);
  if (refused) throw new Error(`A lead was not moved: ${JSON.stringify(refused)}`);
  return changes.length;
}

function statuses(renamed?: string): string {
  const value = (name: string, converted = false): string =>
    `<standardValue><fullName>${name}</fullName><default>false</default><label>${name}</label>` +
    `${converted ? '<converted>true</converted>' : ''}</standardValue>`;
  const names = ['Open - Not Contacted', ...(renamed === undefined ? [] : [renamed]), 'Closed - Not Converted'];
  const values = names.map((name) => value(name)).join('') + value('Closed - Converted', true);
  return `<?xml version="1.0" encoding="UTF-8"?><StandardValueSet xmlns="http://soap.sforce.com/2006/04/metadata"><sorted>false</sorted>${values}</StandardValueSet>`;
}
