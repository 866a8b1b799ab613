import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { packageFolder, startDeployedOrg } from '../deployed-org.ts';
import type { DeployedOrg } from '../deployed-org.ts';
import { readXml } from '../metadata/xml-node.ts';
import { create, update } from '../save-records.ts';
import { runFlow } from './run-flow.ts';

const flow = readXml(readFileSync(join(packageFolder, 'flows/Notify_Scoring_Admins.flow-meta.xml'), 'utf8'));
const hour = 3_600_000;

let org: DeployedOrg;
let group: string;

/** The id of the only record of a query. */
async function idOf(soql: string): Promise<string> {
  const { records } = await org.as('admin').query<{ Id: string }>(soql);
  assert.equal(records.length, 1, soql);
  return records[0]?.Id ?? '';
}
const userId = (username: string): Promise<string> => idOf(`SELECT Id FROM User WHERE Username = '${username}'`);
const assignGroup = async (username: string, ExpirationDate?: string): Promise<string> =>
  create(org.as('admin'), 'PermissionSetAssignment', {
    AssigneeId: await userId(username),
    PermissionSetGroupId: group,
    ...(ExpirationDate === undefined ? {} : { ExpirationDate }),
  });

/** The names of the users who are notified of a run; undefined where nothing is sent. */
async function notified(): Promise<string[] | undefined> {
  const admin = org.as('admin');
  const sent: string[][] = [];
  await runFlow(
    flow,
    { runId: 'a02000000000001AAA', title: 'A run failed', body: 'See the run.' },
    {
      now: new Date(),
      // The local org keeps no rows of notification types.
      query: async (soql) =>
        soql.includes('FROM CustomNotificationType')
          ? [{ Id: '0ML000000000001AAA' }]
          : (await admin.query(soql)).records,
      act: (action, { recipientIds, customNotifTypeId, targetId }) => {
        assert.deepEqual(
          [action, customNotifTypeId, targetId],
          ['customNotificationAction', '0ML000000000001AAA', 'a02000000000001AAA'],
        );
        sent.push(recipientIds as string[]);
      },
    },
  );
  assert.ok(sent.length < 2);
  const [ids] = sent;
  if (ids === undefined) return undefined;
  const { records } = await admin.query<{ Id: string; Username: string }>('SELECT Id, Username FROM User');
  return ids.map((id) => records.find(({ Id }) => Id === id)?.Username ?? id).toSorted();
}

before(async () => {
  org = await startDeployedOrg();
  const admin = org.as('admin');
  group = await create(admin, 'PermissionSetGroup', {
    DeveloperName: 'Sales_Operations',
    MasterLabel: 'Sales Operations',
  });
  await create(admin, 'PermissionSetGroupComponent', {
    PermissionSetGroupId: group,
    PermissionSetId: await idOf("SELECT Id FROM PermissionSet WHERE Name = 'ScoringAdmin'"),
  });
});
after(() => org.stop());

test('nobody is notified while nobody has the permission set', async () => {
  assert.equal(await notified(), undefined);
});

test('a user who has the permission set by a group alone is notified', async () => {
  await assignGroup('rep@local.org');
  assert.deepEqual(await notified(), ['rep@local.org']);
});

test('a user who has it by itself and by a group is notified once', async () => {
  await org.assign('rep', 'ScoringAdmin');
  await org.assign('admin', 'ScoringAdmin');
  assert.deepEqual(await notified(), ['admin@local.org', 'rep@local.org']);
});

test('an expired assignment is no reason, one that expires later is', async () => {
  await assignGroup('reader@local.org', new Date(Date.now() - hour).toISOString());
  await assignGroup('integration@local.org', new Date(Date.now() + hour).toISOString());
  assert.deepEqual(await notified(), ['admin@local.org', 'integration@local.org', 'rep@local.org']);
});

test('inactive users are not notified', async () => {
  await update(org.as('admin'), 'User', { Id: await userId('rep@local.org'), IsActive: false });
  assert.deepEqual(await notified(), ['admin@local.org', 'integration@local.org']);
});
