import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { strToU8 } from 'fflate';
import { adminUsername, startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, plant, root } from './connect.ts';
import type { Answered } from './connect.ts';

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const assignment = `<AssignmentRules ${namespace}><assignmentRule><fullName>Standard</fullName><active>true</active>
  <ruleEntry>
    <assignedTo>integration@local.org</assignedTo><assignedToType>User</assignedToType>
    <criteriaItems><field>Lead.Country</field><operation>equals</operation><value>France, Spain</value></criteriaItems>
  </ruleEntry>
</assignmentRule></AssignmentRules>`;
const matching = `<MatchingRules ${namespace}><matchingRules><fullName>Same_Email</fullName><label>Same Email</label>
  <matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>Email</fieldName>
    <matchingMethod>Exact</matchingMethod></matchingRuleItems>
  <ruleStatus>Active</ruleStatus></matchingRules></MatchingRules>`;
const duplicateRule = (action: 'Allow' | 'Block'): string => `<DuplicateRule ${namespace}>
  <actionOnInsert>${action}</actionOnInsert><actionOnUpdate>${action}</actionOnUpdate>
  <alertText>This looks like a duplicate.</alertText>
  <duplicateRuleMatchRules><matchRuleSObjectType>Lead</matchRuleSObjectType><matchingRule>Same_Email</matchingRule></duplicateRuleMatchRules>
  <isActive>true</isActive><masterLabel>Leads</masterLabel>
  ${action === 'Allow' ? '<operationsOnInsert>Alert</operationsOnInsert><operationsOnUpdate>Alert</operationsOnUpdate>' : ''}
  <securityOption>BypassSharingRules</securityOption></DuplicateRule>`;

let org: RunningOrg;
let ids: string[] = [];
let admin = '';
let integration = '';

function deploy(files: Record<string, string>): void {
  const contents = Object.entries(files).map(([path, content]) => ({ path, content: strToU8(content) }));
  const { success, messages } = org.org.deploy(admin, contents);
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
}

before(async () => {
  org = await startOrg();
  admin = org.org.userId(adminUsername) ?? '';
  integration = org.org.userId('integration@local.org') ?? '';
  ids = insertLeads(org, 60);
  for (const id of ids) org.org.write(admin, 'update', 'Lead', { Id: id, Country: 'France' });
});
afterEach(() => plant(org, { reset: true }));
after(() => org.stop());

const [path, single] = [`${root}/composite/sobjects`, (id: string) => `${root}/sobjects/Lead/${id}`];
const change = (id: string, Title = 'T'): object => ({ attributes: { type: 'Lead' }, id, Title });
const collection = (chosen: string[], headers: Record<string, string> = {}): Promise<Answered> =>
  ask(org, path, { method: 'PATCH', headers, body: { records: chosen.map((id) => change(id)) } });
const ownerOf = (id: string): unknown =>
  org.org.inspect('SELECT "OwnerId" FROM "Lead" WHERE "Id" = ?', id)[0]?.['OwnerId'];
const codesOf = ({ json }: Answered): unknown[] =>
  (json as { errors: { statusCode: string }[] }[]).map(({ errors }) => errors[0]?.statusCode ?? 'saved');

async function bulk(chosen: string[], order: Record<string, string> = {}): Promise<string> {
  const job = connect(org).bulk2.createJob({ object: 'Lead', operation: 'update', ...order });
  await job.open();
  await job.uploadData(`Id,Title\n${chosen.map((id) => `${id},bulk\n`).join('')}`);
  await job.close();
  await job.poll(10, 5000);
  const { failedResults } = await job.getAllResults();
  return failedResults.map(({ sf__Error }) => sf__Error).join('\n');
}

const soap = (id: string, header = ''): Promise<Answered> =>
  ask(org, '/services/Soap/u/65.0', {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', SOAPAction: '""' },
    body:
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><s:Header>' +
      `<SessionHeader><sessionId>${org.adminToken}</sessionId></SessionHeader>${header}</s:Header><s:Body>` +
      `<update><sObjects><type>Lead</type><Id>${id}</Id><Title>soap</Title></sObjects></update></s:Body></s:Envelope>`,
  });

test('an assignment rule gives a lead its owner on each REST write without the header that declines it', async () => {
  deploy({ 'assignmentRules/Lead.assignmentRules': assignment });
  const headers = { 'Sforce-Auto-Assign': 'false' };
  const composite = (id: string, httpHeaders?: Record<string, string>): Promise<Answered> =>
    ask(org, `${root}/composite`, {
      method: 'POST',
      headers,
      body: {
        compositeRequest: [{ method: 'PATCH', url: single(id), referenceId: 'one', body: { Title: 'C' }, httpHeaders }],
      },
    });
  const ways: [string, (id: string) => Promise<unknown>, string][] = [
    ['by id', (id) => ask(org, single(id), { method: 'PATCH', body: { Title: 'A' } }), integration],
    ['by id, declined', (id) => ask(org, single(id), { method: 'PATCH', headers, body: { Title: 'A' } }), admin],
    ['collection', (id) => collection([id]), integration],
    ['collection, declined', (id) => collection([id], headers), admin],
    ['a subrequest of a request that declines', (id) => composite(id), integration],
    ['a subrequest that declines', (id) => composite(id, headers), admin],
    ['a bulk job', (id) => bulk([id]), admin],
    ['a bulk job that names a rule', (id) => bulk([id], { assignmentRuleId: '01QLo0000000001' }), integration],
    ['SOAP', (id) => soap(id), admin],
    [
      'SOAP with its header',
      (id) => soap(id, '<AssignmentRuleHeader><useDefaultRule>true</useDefaultRule></AssignmentRuleHeader>'),
      integration,
    ],
  ];
  const owners: unknown[] = [];
  for (const [index, [name, write]] of ways.entries()) {
    const id = ids[index] ?? '';
    await write(id);
    owners.push([name, ownerOf(id)]);
  }
  assert.deepEqual(
    owners,
    ways.map(([name, , owner]) => [name, owner]),
  );
  const foreign = insertLeads(org, 1)[0] ?? '';
  await collection([foreign]);
  assert.equal(ownerOf(foreign), admin, 'no entry fits a lead without a country');
});

test('a duplicate rule that alerts refuses a write unless its header acknowledges the alert, one that blocks always', async () => {
  const [one = '', other = ''] = ids;
  for (const id of [one, other]) org.org.write(admin, 'update', 'Lead', { Id: id, Email: 'info@example.com' });
  const rules = { 'matchingRules/Lead.matchingRule': matching };
  const headers = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };
  deploy({ ...rules, 'duplicateRules/Lead.Leads.duplicateRule': duplicateRule('Allow') });
  assert.deepEqual(codesOf(await collection([one, ids[2] ?? ''])), ['DUPLICATES_DETECTED', 'saved']);
  assert.deepEqual(codesOf(await collection([one, other], headers)), ['saved', 'saved']);
  assert.match(await bulk([one]), /^DUPLICATES_DETECTED:This looks like a duplicate\./);
  assert.match((await soap(one)).text, /DUPLICATES_DETECTED/);
  const acknowledged = '<DuplicateRuleHeader><allowSave>true</allowSave></DuplicateRuleHeader>';
  assert.match((await soap(one, acknowledged)).text, /<success>true/);
  const early = await ask(org, single(one).replace('v65.0', 'v51.0'), {
    method: 'PATCH',
    headers,
    body: { Title: 'E' },
  });
  assert.equal(early.status, 400, 'the header is of API 52');
  deploy({ ...rules, 'duplicateRules/Lead.Leads.duplicateRule': duplicateRule('Block') });
  assert.deepEqual(codesOf(await collection([one], headers)), ['DUPLICATES_DETECTED']);
  org.org.write(admin, 'delete', 'Lead', { Id: other });
  assert.deepEqual(codesOf(await collection([one])), ['saved'], 'a deleted record is no duplicate');
});

test('a rule that the org cannot follow is refused', () => {
  const refusals = (files: Record<string, string>): unknown =>
    org.org
      .deploy(
        admin,
        Object.entries(files).map(([name, content]) => ({ path: name, content: strToU8(content) })),
      )
      .messages.flatMap(({ problem }) => problem ?? []);
  assert.deepEqual(
    refusals({ 'assignmentRules/Lead.assignmentRules': assignment.replace('Lead.Country', 'Lead.Nowhere__c') }),
    ['In field: field - no CustomField named Lead.Nowhere__c found'],
  );
  assert.deepEqual(refusals({ 'matchingRules/Lead.matchingRule': matching.replace('>Exact<', '>LastName<') }), [
    'The local org only matches exactly',
    'The matching rule Lead.Same_Email is not there or not active',
  ]);
});

test('a trigger that fails above a number of records fails all records that are saved together', async () => {
  await plant(org, { trigger: 'Lead', recordsOver: 50 });
  const many = ids.slice(2);
  const refused = await collection(many);
  assert.deepEqual([...new Set(codesOf(refused))], ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY']);
  assert.match(refused.text, /LimitException/);
  assert.deepEqual([...new Set(codesOf(await collection(many.slice(0, 50))))], ['saved']);
  assert.equal((await bulk(many)).split('\n').length, many.length);
  assert.equal(await bulk(many.slice(0, 50)), '');
});

test('a trigger that fails for one record fails the records beside it', async () => {
  const [bad = '', good = ''] = ids.slice(5);
  await plant(org, { trigger: 'Lead', ids: [bad], times: 1 });
  assert.deepEqual(codesOf(await collection([bad, good])), Array(2).fill('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'));
  assert.deepEqual(codesOf(await collection([good])), ['saved']);
});

test('a record that is refused by itself never reaches the trigger, and keeps its own code', async () => {
  const [deleted = '', beside = ''] = ids.slice(10);
  assert.equal((await ask(org, single(deleted), { method: 'DELETE' })).status, 204);
  await plant(org, { trigger: 'Lead', times: 1 });
  assert.deepEqual(codesOf(await collection([deleted, beside])), [
    'ENTITY_IS_DELETED',
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  ]);
});

test('an approval lock keeps everybody but an administrator from changing a record', async () => {
  const [locked = ''] = ids.slice(8);
  await ask(org, '/__org/approval-locks', { method: 'POST', body: { ids: [locked.slice(0, 15)], isLocked: true } });
  const user = { method: 'PATCH', token: org.tokenFor('rep@local.org'), body: { Title: 'X' } };
  const refused = await ask(org, single(locked), user);
  assert.match(refused.text, /ENTITY_IS_LOCKED/);
  assert.equal((await ask(org, single(locked), { method: 'PATCH', body: { Title: 'X' } })).status, 204);
  await ask(org, '/__org/approval-locks', { method: 'POST', body: { ids: [locked], isLocked: false } });
  assert.equal((await ask(org, single(locked), user)).status, 204);
});
