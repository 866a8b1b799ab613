import type { Connection } from 'jsforce';
import { fileURLToPath } from 'node:url';
import { adminUsername, startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { connect } from '../server/connect.ts';

/** Fixtures with fields that an org needs before leads can be generated or loaded, and their permission sets. */
const permissionSets = { 'generated-org': 'Generated_Org_Fields', xeducation: 'XEducation_Fields' };
export type Fixture = keyof typeof permissionSets;

export const fixtureFolder = (fixture: Fixture): string =>
  fileURLToPath(new URL(`../../../fixtures/${fixture}/`, import.meta.url));

/** A running org with jsforce as its administrator, asked over HTTP alone. */
export type ConnectedOrg = RunningOrg & { admin: Connection };

/** Starts an org with a fixture deployed, its permission set given to the administrator as `sf org assign permset` does. */
export async function startConnected(fixture: Fixture): Promise<ConnectedOrg> {
  const org = await startOrg({ metadata: [`${fixtureFolder(fixture)}main/default`] });
  const admin = connect(org);
  const [user, set] = await Promise.all([
    admin.sobject('User').findOne({ Username: adminUsername }, ['Id']),
    admin.sobject('PermissionSet').findOne({ Name: permissionSets[fixture] }, ['Id']),
  ]);
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: user?.Id, PermissionSetId: set?.Id });
  return { ...org, admin };
}

/** Counts records, archived activities included, which a plain query leaves out. */
export const count = async (admin: Connection, from: string): Promise<number> =>
  (await admin.query(`SELECT COUNT() FROM ${from}`, { scanAll: true })).totalSize;

/** All records of a query, page by page. */
export async function readAll(admin: Connection, soql: string): Promise<Record<string, unknown>[]> {
  const { records } = await admin.query<Record<string, unknown>>(soql, { autoFetch: true, maxFetch: 1_000_000 });
  return records;
}
