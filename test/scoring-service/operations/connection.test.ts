import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connectionSchema, contractVersion } from '@plumbline/contract';
import type { ConnectionCheck } from '@plumbline/contract';
import { describedObjects, planSource } from '../../../scoring-service/src/domain/features/plan-source.ts';
import { ScoringError } from '../../../scoring-service/src/domain/scoring-error.ts';
import { checkConnection } from '../../../scoring-service/src/operations/connection.ts';
import type { StoredModel } from '../../../scoring-service/src/ports/models.ts';
import { integrationUsername, startOrg } from '../../local-org/src/index.ts';
import { connectTo, insertGoal, startScoringOrg } from '../adapters/salesforce/connected-org.ts';

const running = await startScoringOrg();
const bare = await startOrg({ metadata: ['force-app/main/default'] });
after(() => Promise.all([running.stop(), bare.stop()]));

const service = { version: '1.2.3', apiShare: 0.8 };
const answers = { ping: () => Promise.resolve() };
const store = { ...answers, activeModel: () => Promise.resolve(undefined) };
const fine = { store, queue: answers, service };
const manager = { rights: 'manage' } as const;

const undone = (checks: ConnectionCheck[]): string[] =>
  checks.filter(({ isDone, isUnknown }) => !isDone && isUnknown !== true).map(({ name }) => name);
const find = (checks: ConnectionCheck[], wanted: string): ConnectionCheck | undefined =>
  checks.find(({ name }) => name === wanted);

test('an org whose integration user has its permission set lacks nothing', async () => {
  const connection = await checkConnection({ ...fine, salesforce: connectTo(running) }, manager);
  connectionSchema.parse(connection);
  assert.deepEqual(undone(connection.checks), [], JSON.stringify(connection.checks));
  assert.equal(connection.orgId, running.org.id);
  assert.equal(connection.username, integrationUsername);
  assert.deepEqual([connection.version, connection.rights], ['1.2.3', 'manage']);
  assert.ok((connection.apiUsage?.used ?? 0) > 0);
});

test('without the permission set the package is not seen, which is said once, with the next step', async () => {
  const { checks } = await checkConnection({ ...fine, salesforce: connectTo(bare) }, manager);
  assert.deepEqual(undone(checks), ['Package', 'Inputs']);
  assert.match(
    find(checks, 'Package')?.detail ?? '',
    /does not see the object Score_Goal__c: the package is not deployed, or/,
  );
  // A user who can read no object is not said to see all records.
  assert.equal(find(checks, 'Records that the integration user sees'), undefined);
  const missing = checks.filter(({ isDone, isUnknown }) => !isDone && isUnknown !== true);
  for (const { action } of missing) assert.match(action ?? '', /ScoringIntegration/);
  assert.doesNotMatch(JSON.stringify(checks), /Score_Run__c|Predictive_Score__c/);
});

test('every missing right to a part of the package, and to the privacy opt-outs, is named', async (t) => {
  const granted = await startScoringOrg();
  t.after(() => granted.stop());
  const admin = granted.org.userId('admin@local.org') ?? '';
  const taken = granted.org.query(
    admin,
    `SELECT Id FROM ObjectPermissions WHERE Parent.Name IN ('ScoringIntegration', 'ScoringIntegrationPrivacy')
     AND SobjectType IN ('Score_Run__c', 'Maintenance_Window__c', 'Individual')`,
  );
  for (const { Id } of taken.rows)
    assert.ok(granted.org.write(admin, 'delete', 'ObjectPermissions', { Id: String(Id) }).success);
  const { checks } = await checkConnection({ ...fine, salesforce: connectTo(granted) }, manager);
  assert.deepEqual(undone(checks), ['Privacy opt-outs', 'Goals and runs', 'Maintenance windows']);
  assert.match(find(checks, 'Goals and runs')?.detail ?? '', /lacks: Score_Run__c \(create\)/);
  const privacy = find(checks, 'Privacy opt-outs');
  assert.match(privacy?.detail ?? '', /lacks Individual \(read\)/);
  assert.match(
    privacy?.action ?? '',
    /^Turn on "Make data protection details available in records".* assign the permission set ScoringIntegrationPrivacy/,
  );
});

test('an org with a namespace, and a package with one, are said once, with the next step', async (t) => {
  const own = await startScoringOrg({ namespacePrefix: 'acme' });
  t.after(() => own.stop());
  const { checks } = await checkConnection({ ...fine, salesforce: connectTo(own) }, manager);
  assert.deepEqual(undone(checks), ['Package']);
  const { detail, action } = find(checks, 'Package') ?? assert.fail();
  assert.equal(
    detail,
    'The org has the namespace "acme". The scoring service does not support orgs with a namespace yet.',
  );
  assert.equal(action, 'Deploy the package from source, without a namespace, into an org that has none.');

  const prefixed = await startOrg();
  t.after(() => prefixed.stop());
  const admin = prefixed.org.userId('admin@local.org') ?? '';
  const xml = (root: string, content: string): Uint8Array =>
    new TextEncoder().encode(`<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`);
  const goal =
    '<label>Goal</label><pluralLabel>Goals</pluralLabel><nameField><type>Text</type><label>Name</label></nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel>';
  const reads =
    '<label>Reads</label><objectPermissions><object>plumb__Score_Goal__c</object><allowRead>true</allowRead><allowCreate>false</allowCreate><allowEdit>false</allowEdit><allowDelete>false</allowDelete><viewAllRecords>false</viewAllRecords><modifyAllRecords>false</modifyAllRecords></objectPermissions>';
  const { success, messages } = prefixed.org.deploy(admin, [
    { path: 'objects/plumb__Score_Goal__c.object', content: xml('CustomObject', goal) },
    { path: 'permissionsets/Reads.permissionset', content: xml('PermissionSet', reads) },
  ]);
  assert.ok(success, JSON.stringify(messages));
  prefixed.org.assignPermissionSet(prefixed.org.userId(integrationUsername) ?? '', 'Reads');
  const found = await checkConnection({ ...fine, salesforce: connectTo(prefixed) }, manager);
  assert.deepEqual(undone(found.checks), ['Package', 'Inputs']);
  assert.equal(
    find(found.checks, 'Package')?.detail,
    'The org has the package\'s objects only with the namespace prefix "plumb" (plumb__Score_Goal__c). The scoring service finds them only without a prefix.',
  );
});

test('score fields that a goal names for itself must be writable too', async () => {
  insertGoal(running, { Name: 'Other', Score_Field__c: 'Lead.Second_Score__c' });
  const { checks } = await checkConnection({ ...fine, salesforce: connectTo(running) }, manager);
  assert.deepEqual(undone(checks), ['Score fields']);
  assert.match(find(checks, 'Score fields')?.detail ?? '', /Lead\.Second_Score_Band__c \(edit\)/);
});

test('an org that does not answer and a store that fails are checks, not errors', async () => {
  const failure = new ScoringError('store.failed', { message: 'The database is away.', actions: ['Start it.'] });
  const connection = await checkConnection(
    {
      store: { ...store, ping: () => Promise.reject(failure) },
      queue: answers,
      service,
      salesforce: connectTo({ url: 'http://127.0.0.1:9', credentials: running.credentials }),
    },
    { rights: 'score' },
  );
  connectionSchema.parse(connection);
  assert.deepEqual(undone(connection.checks), ['Org', 'Store']);
  const failed = { name: 'Store', isDone: false, detail: 'The database is away.', action: 'Start it.' };
  assert.deepEqual(find(connection.checks, 'Store'), failed);
  assert.equal(connection.orgId, undefined);
});

test('what sharing hides is unknown without the right to ask, and said with it', async () => {
  const name = 'Records that the integration user sees';
  const salesforce = connectTo(running);
  const { checks } = await checkConnection({ ...fine, salesforce }, manager);
  const unknown = find(checks, name);
  assert.deepEqual([unknown?.isDone, unknown?.isUnknown], [false, true]);
  assert.match(unknown?.action ?? '', /View Setup and Configuration/);
  const reportedCounts = () => Promise.resolve({ Lead: 40 });
  const answering = { ...salesforce, reportedCounts, count: () => Promise.resolve(10) };
  const hidden = find((await checkConnection({ ...fine, salesforce: answering }, manager)).checks, name);
  assert.match(hidden?.detail ?? '', /^WARNING 950\..*Lead 10 of about 40\. Share these records/);
  assert.equal(hidden?.isUnknown, undefined);
});

test('the share of the daily calls that background work may use is a limit', async () => {
  const salesforce = { ...connectTo(running), apiUsage: () => ({ used: 80, limit: 100 }) };
  const { checks, apiShare } = await checkConnection({ ...fine, salesforce }, manager);
  assert.equal(find(checks, 'API calls')?.isDone, false);
  assert.equal(apiShare, service.apiShare);
  const below = { ...salesforce, apiUsage: () => ({ used: 79, limit: 100 }) };
  const under = await checkConnection({ ...fine, salesforce: below }, manager);
  assert.equal(find(under.checks, 'API calls')?.isDone, true);
});

test('a status that a goal names and the org does not have is a problem of the connection, with the next step', async () => {
  insertGoal(running, { Name: 'Renamed', Qualified_Statuses__c: 'In Progress', Score_Field__c: 'Lead.Third_Score__c' });
  const { checks } = await checkConnection({ ...fine, salesforce: connectTo(running) }, manager);
  const check = find(checks, 'Goal "Renamed"');
  assert.equal(check?.isDone, false);
  assert.match(check?.detail ?? '', /^ERROR 945\..*the lead status "In Progress" \(Lead\.Status\)/);
  assert.match(
    check?.action ?? '',
    /^Edit the qualified statuses of the score goal\. The org has: Open - Not Contacted, /,
  );
});

test('every field that an active model reads and the integration user does not is named', async () => {
  const id = insertGoal(running, { Name: 'Modelled', Score_Field__c: 'Lead.Fourth_Score__c' });
  const salesforce = connectTo(running);
  const goal = await salesforce.readGoal(id);
  const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
  const lead = plan.tables.find(({ name }) => name === 'lead');
  lead?.columns.push({ path: 'Closed_To_Us__c', column: 'closed', protection: 'none' });
  const modelled = { ...store, activeModel: () => Promise.resolve({ plan, version: 'v1' } as StoredModel) };
  const { checks } = await checkConnection({ ...fine, store: modelled, salesforce }, manager);
  assert.match(find(checks, 'Goal "Modelled"')?.detail ?? '', /^ERROR 948\..*: Lead\.Closed_To_Us__c\. Give/);
});

test('a package or a plugin of another version is a problem of the connection, with what to update', async () => {
  const salesforce = connectTo(running);
  const clients = new Map([
    ['package', contractVersion + 1],
    ['plugin', contractVersion - 1],
  ] as const);
  const { checks } = await checkConnection({ ...fine, salesforce }, manager, clients);
  const ofPackage = find(checks, 'Version of the package');
  assert.deepEqual([ofPackage?.isDone, ofPackage?.action], [false, 'Update the scoring service.']);
  assert.match(
    ofPackage?.detail ?? '',
    /^The package \(contract 2\) and the scoring service \(contract 1\) have different/,
  );
  assert.equal(find(checks, 'Version of the plugin')?.action, 'Update the plugin: sf plugins update.');
  const same = await checkConnection({ ...fine, salesforce }, manager, new Map([['package', contractVersion]]));
  assert.equal(find(same.checks, 'Version of the package')?.isDone, true);
});
