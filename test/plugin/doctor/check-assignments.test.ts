import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAssignments } from '../../../plugin/src/doctor/check-assignments.ts';
import { openOrg } from '../../local-org/src/index.ts';
import type { Org, RecordInput } from '../../local-org/src/index.ts';

const startAt = new Date('2026-03-16T12:00:00.000Z');
const at = (hours: number): Date => new Date(startAt.getTime() + hours * 3_600_000);

const setNames = [
  ...['ScoringAdmin', 'ScoringUser', 'ScoringModelViewer', 'ScoringIntegration'],
  ...['ScoringAdminCredential', 'ScoringUserCredential', 'ScoringIntegrationPrivacy'],
];

/** An org with the permission sets of the package, without their rights, and a group of four of them. */
function orgWithSets() {
  const org = openOrg({ startAt });
  const userIdOf = (name: string): string => org.userId(`${name}@local.org`) ?? assert.fail(name);
  const insert = (object: string, record: RecordInput): string => {
    const result = org.write(userIdOf('admin'), 'insert', object, record);
    assert.ok(result.success, JSON.stringify(result));
    return result.id;
  };
  const ids = setNames.map((Name) => insert('PermissionSet', { Name, Label: Name }));
  const group = insert('PermissionSetGroup', { DeveloperName: 'All', MasterLabel: 'All' });
  for (const PermissionSetId of [ids[0] ?? '', ids[3] ?? '', ids[4] ?? '', ids[5] ?? ''])
    insert('PermissionSetGroupComponent', { PermissionSetGroupId: group, PermissionSetId });
  const assign = (name: string, target: RecordInput): string =>
    insert('PermissionSetAssignment', { AssigneeId: userIdOf(name), ...target });
  return { org, group, ids, assign, userIdOf };
}

const check = (org: Org, asOf = startAt) => {
  const query = (soql: string) =>
    Promise.resolve({ records: [...org.query(org.userId('admin@local.org') ?? '', soql).rows] as never[] });
  return checkAssignments({ query }, asOf);
};

test('users who have a permission set by a group are counted, each once', async () => {
  const { org, group, ids, assign } = orgWithSets();
  assign('rep', { PermissionSetGroupId: group });
  assign('rep', { PermissionSetId: ids[0] ?? '' });
  assign('admin', { PermissionSetId: ids[0] ?? '' });
  assert.deepEqual(await check(org), {
    isPassed: true,
    detail:
      'ScoringAdmin: 2 users, ScoringAdminCredential: 1 user, ScoringUser: 0 users, ScoringModelViewer: 0 users, ScoringUserCredential: 1 user, ScoringIntegration: 1 user, ScoringIntegrationPrivacy: 0 users.',
  });
});

test('an expired assignment and an inactive user do not count', async () => {
  const { org, group, ids, assign, userIdOf } = orgWithSets();
  assign('integration', { PermissionSetId: ids[3] ?? '' });
  assign('integration', { PermissionSetId: ids[4] ?? '' });
  assign('admin', { PermissionSetGroupId: group, ExpirationDate: at(1).toISOString() });
  assert.equal((await check(org)).isPassed, true);
  const expired = await check(org, at(2));
  assert.match(expired.detail, /^No active user has ScoringAdmin\. ScoringAdmin: 0 users/);
  assert.equal(expired.command, 'sf org assign permset --name ScoringAdmin');
  assert.ok(org.write(userIdOf('admin'), 'update', 'User', { Id: userIdOf('integration'), IsActive: false }).success);
  for (const index of [0, 4]) assign('rep', { PermissionSetId: ids[index] ?? '' });
  assert.match((await check(org, at(2))).detail, /^No active user has ScoringIntegration\./);
});

test('an org without the permission sets says that nobody has them', async () => {
  const { isPassed, detail } = await check(openOrg({ startAt }));
  assert.deepEqual([isPassed, detail.split('.')[0]], [false, 'No active user has ScoringAdmin']);
});

test('who evaluates records needs the permission set for the token', async () => {
  const { org, ids, assign } = orgWithSets();
  for (const index of [0, 3, 4]) assign('admin', { PermissionSetId: ids[index] ?? '' });
  assert.equal((await check(org)).isPassed, true);
  assign('rep', { PermissionSetId: ids[2] ?? '' });
  const { isPassed, detail, command } = await check(org);
  assert.equal(isPassed, false);
  assert.match(detail, /^No active user has ScoringUserCredential\./);
  assert.equal(command, 'sf org assign permset --name ScoringUserCredential --on-behalf-of USER');
});

test('an integration user without its permission set may lack a license first', async () => {
  const { org, ids, assign } = orgWithSets();
  for (const index of [0, 4]) assign('admin', { PermissionSetId: ids[index] ?? '' });
  const { detail, command } = await check(org);
  assert.match(detail, /needs the permission set license Salesforce API Integration first\.$/);
  assert.equal(command, 'sf org assign permset --name ScoringIntegration --on-behalf-of INTEGRATION_USER');
});

test('a permission set that is deployed beside the package is named with its folder', async () => {
  const { org, ids, assign, userIdOf } = orgWithSets();
  assert.ok(org.write(userIdOf('admin'), 'delete', 'PermissionSet', { Id: ids[4] ?? '' }).success);
  assign('admin', { PermissionSetId: ids[0] ?? '' });
  const { detail, command } = await check(org);
  assert.match(detail, /^The org has no permission set ScoringAdminCredential\./);
  assert.equal(command, 'sf project deploy start --metadata-dir force-app/credentials');
});
