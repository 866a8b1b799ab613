import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Connection } from 'jsforce';
import { localPassword, startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { manifest, metadata, packageFiles } from '../engine/opened-org.ts';
import { ask, connect, insertLeads, root, version } from './connect.ts';

let org: RunningOrg;
let lead: string;
/** Sees Lead.Open__c, may not change Lead.Shown__c, does not see Lead.Hidden__c; may only read and edit leads. */
const limited = 'integration@local.org';

const numberField = (name: string): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label><type>Number</type><precision>4</precision><scale>0</scale></fields>`;
const fieldGrant = (name: string, editable: boolean): string =>
  `<fieldPermissions><editable>${String(editable)}</editable><field>Lead.${name}</field><readable>true</readable></fieldPermissions>`;
const objectGrant = (object: string, allowed: string[]): string =>
  `<objectPermissions>${['Create', 'Delete', 'Edit', 'Read']
    .map((name) => `<allow${name}>${String(allowed.includes(name))}</allow${name}>`)
    .join(
      '',
    )}<modifyAllRecords>false</modifyAllRecords><object>${object}</object><viewAllRecords>false</viewAllRecords></objectPermissions>`;

before(async () => {
  org = await startOrg();
  const admin = org.org.userId('admin@local.org') ?? '';
  const outcome = org.org.deploy(
    admin,
    packageFiles({
      'package.xml': manifest({
        CustomField: ['Lead.Open__c', 'Lead.Shown__c', 'Lead.Hidden__c', 'Contact.Hidden__c'],
        PermissionSet: ['Limited', 'Everything'],
      }),
      'objects/Lead.object': metadata('CustomObject', ['Open__c', 'Shown__c', 'Hidden__c'].map(numberField).join('')),
      'objects/Contact.object': metadata('CustomObject', numberField('Hidden__c')),
      'permissionsets/Limited.permissionset': metadata(
        'PermissionSet',
        `<label>Limited</label>${fieldGrant('Open__c', true)}${fieldGrant('Shown__c', false)}${objectGrant('Lead', ['Read', 'Edit'])}`,
      ),
      'permissionsets/Everything.permissionset': metadata(
        'PermissionSet',
        `<label>Everything</label>${['Open__c', 'Shown__c', 'Hidden__c'].map((name) => fieldGrant(name, true)).join('')}`,
      ),
    }),
  );
  assert.ok(outcome.success, JSON.stringify(outcome.messages));
  org.org.assignPermissionSet(admin, 'Everything');
  org.org.assignPermissionSet(org.org.userId(limited) ?? '', 'Limited');
  [lead = ''] = insertLeads(org, 1);
  await connect(org).sobject('Lead').update({ Id: lead, Open__c: 1, Shown__c: 2, Hidden__c: 3 });
});
after(() => org.stop());

const connectAs = (username: string): Connection =>
  new Connection({ instanceUrl: org.url, accessToken: org.tokenFor(username), version });

/** The code of the platform's first error; undefined when the call succeeds. */
async function codeOf(path: string, { method = 'GET', body, username = limited }: Record<string, unknown> = {}) {
  const token = org.tokenFor(String(username));
  const { json } = await ask(org, `${root}${path}`, { method: String(method), body, token });
  return Array.isArray(json) ? (json as { errorCode?: string }[])[0]?.errorCode : undefined;
}

for (const soql of [
  'SELECT Hidden__c FROM Lead',
  'SELECT Id FROM Lead WHERE Hidden__c = 3',
  'SELECT Id FROM Lead WHERE Open__c = 1 AND (Shown__c = 2 OR Hidden__c > 1)',
  'SELECT Id FROM Lead ORDER BY Hidden__c',
  'SELECT Hidden__c, COUNT(Id) FROM Lead GROUP BY Hidden__c',
  'SELECT MAX(Hidden__c) FROM Lead',
  'SELECT Open__c FROM Lead GROUP BY Open__c HAVING MAX(Hidden__c) > 1',
]) {
  test(`a hidden field is unknown to its user: ${soql}`, async () => {
    assert.equal(await codeOf(`/query?q=${encodeURIComponent(soql)}`), 'INVALID_FIELD');
  });
}

for (const [soql, code] of [
  ['SELECT Lead.Hidden__c FROM CampaignMember', 'INVALID_FIELD'],
  ['SELECT Id FROM CampaignMember WHERE Lead.Hidden__c = 3', 'INVALID_FIELD'],
  ['SELECT Id FROM CampaignMember ORDER BY Lead.Hidden__c', 'INVALID_FIELD'],
  ['SELECT (SELECT Hidden__c FROM Contacts) FROM Account', 'INVALID_FIELD'],
  ['SELECT (SELECT Id FROM Contacts WHERE Hidden__c = 1) FROM Account', 'INVALID_FIELD'],
  ['SELECT TYPEOF Who WHEN Lead THEN Hidden__c END FROM Task', 'INVALID_FIELD'],
  ['SELECT Id FROM Task WHERE WhoId IN (SELECT Id FROM Lead WHERE Hidden__c = 3)', 'INVALID_FIELD'],
  ['SELECT Lead.Name, (SELECT Id FROM OpportunityContactRoles) FROM CampaignMember', 'INVALID_TYPE'],
] as const) {
  test(`a rep does not see what no permission set grants: ${soql}`, async () => {
    assert.equal(await codeOf(`/query?q=${encodeURIComponent(soql)}`, { username: 'rep@local.org' }), code);
  });
}

for (const [soql, code] of [
  ['SELECT Id FROM Contact', 'INVALID_TYPE'],
  ['SELECT Id, ConvertedAccount.Name FROM Lead', 'INVALID_FIELD'],
  ['SELECT Id FROM Lead WHERE ConvertedAccount.Name = null', 'INVALID_FIELD'],
  ['SELECT Id FROM Lead ORDER BY ConvertedContact.Name', 'INVALID_FIELD'],
  ['SELECT Id FROM Lead WHERE Id IN (SELECT LeadId FROM CampaignMember)', 'INVALID_TYPE'],
  ['SELECT Id, (SELECT Id FROM CampaignMembers) FROM Lead', 'INVALID_TYPE'],
] as const) {
  test(`an object that its user may not read is unknown: ${soql}`, async () => {
    assert.equal(await codeOf(`/query?q=${encodeURIComponent(soql)}`), code);
  });
}

test('FIELDS() and a record without a list of fields hold what the user sees', async () => {
  const connection = connectAs(limited);
  const custom = ({ Open__c, Shown__c, Hidden__c }: Record<string, unknown>) => [Open__c, Shown__c, Hidden__c];
  const { records } = await connection.query(`SELECT FIELDS(ALL) FROM Lead WHERE Id = '${lead}' LIMIT 1`);
  assert.deepEqual(custom(records[0] ?? {}), [1, 2, undefined]);
  assert.deepEqual(custom(await connection.sobject('Lead').retrieve(lead)), [1, 2, undefined]);
  assert.equal(await codeOf(`/sobjects/Lead/${lead}?fields=Hidden__c`), 'INVALID_FIELD');
});

test('a write without the right to it is refused over REST, in collections and in bulk', async () => {
  const update = (body: unknown) => codeOf(`/sobjects/Lead/${lead}`, { method: 'PATCH', body });
  assert.equal(await update({ Open__c: 5 }), undefined);
  assert.equal(await update({ Shown__c: 5 }), 'INVALID_FIELD_FOR_INSERT_UPDATE');
  assert.equal(await update({ Hidden__c: 5 }), 'INVALID_FIELD');
  const body = { LastName: 'L', Company: 'C' };
  assert.equal(await codeOf('/sobjects/Lead', { method: 'POST', body }), 'INSUFFICIENT_ACCESS_OR_READONLY');
  assert.equal(await codeOf(`/sobjects/Lead/${lead}`, { method: 'DELETE' }), 'INSUFFICIENT_ACCESS_OR_READONLY');
  assert.equal(await codeOf('/sobjects/Contact', { method: 'POST', body: { LastName: 'L' } }), 'NOT_FOUND');
  const connection = connectAs(limited);
  const records = [
    { Id: lead, Shown__c: 6 },
    { Id: lead, Open__c: 6 },
  ];
  const saved = await connection.sobject('Lead').update(records);
  assert.deepEqual(
    saved.map(({ errors }) => (errors[0] as { statusCode?: string } | undefined)?.statusCode),
    ['INVALID_FIELD_FOR_INSERT_UPDATE', undefined],
  );
  const load = (input: string) =>
    connection.bulk2.loadAndWaitForResults({ object: 'Lead', operation: 'update', input: `${input}\n` });
  const bulk = await load(`Id,Shown__c\n${lead},7`);
  assert.match(String(bulk.failedResults[0]?.['sf__Error']), /^INVALID_FIELD_FOR_INSERT_UPDATE:/);
  await assert.rejects(load(`Id,Hidden__c\n${lead},7`), /Field name not found : Hidden__c/);
  const row = await connect(org).sobject('Lead').retrieve(lead);
  assert.deepEqual([row['Open__c'], row['Shown__c'], row['Hidden__c']], [6, 2, 3]);
});

test('the describe has what the user sees, as far as it may be written', async () => {
  const connection = connectAs(limited);
  const describe = await connection.sobject('Lead').describe();
  const { createable, updateable, deletable, undeletable, fields, childRelationships } = describe;
  assert.deepEqual([createable, updateable, deletable, undeletable], [false, true, false, false]);
  const flags = (name: string) => {
    const field = fields.find((one) => one.name === name);
    return field && [field.createable, field.updateable];
  };
  assert.deepEqual(['Open__c', 'Shown__c', 'Hidden__c', 'LastName'].map(flags), [
    [false, true],
    [false, false],
    undefined,
    [false, true],
  ]);
  const children = new Set(childRelationships.map(({ childSObject }) => childSObject));
  assert.ok(children.has('Task') && !children.has('CampaignMember'));
  const { sobjects } = await connection.describeGlobal();
  assert.ok(!sobjects.some(({ name }) => name === 'Contact'));
  await assert.rejects(connection.sobject('Contact').describe(), { errorCode: 'NOT_FOUND' });
});

test('a reference to a record that the user may not see is refused', async () => {
  const { id } = await connect(org).sobject('Individual').create({ LastName: 'Private' });
  const change = { method: 'PATCH', body: { IndividualId: id } };
  assert.equal(await codeOf(`/sobjects/Lead/${lead}`, change), 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
  assert.equal(await codeOf(`/sobjects/Lead/${lead}`, { ...change, username: 'rep@local.org' }), undefined);
});

test('conversion, undelete and merge need the same rights', async () => {
  const [deleted = ''] = insertLeads(org, 1);
  await connect(org).sobject('Lead').destroy(deleted);
  const { soap } = connectAs(limited);
  const codes = (result: unknown) =>
    [result].flat().map((one) => [(one as { errors: { statusCode: string } }).errors].flat()[0]?.statusCode);
  assert.deepEqual(codes(await soap.undelete([deleted])), ['INSUFFICIENT_ACCESS_OR_READONLY']);
  const conversion = { leadId: lead, convertedStatus: 'Closed - Converted', doNotCreateOpportunity: true };
  assert.deepEqual(codes(await soap.convertLead(conversion)), ['INSUFFICIENT_ACCESS_OR_READONLY']);
  const [other = ''] = insertLeads(org, 1);
  const merge = { masterRecord: { type: 'Lead', Id: lead }, recordToMergeIds: [other] };
  assert.deepEqual(codes(await soap.merge(merge as never)), ['INSUFFICIENT_ACCESS_OR_READONLY']);
  const [merged] = [await connect(org).soap.merge(merge as never)].flat();
  assert.deepEqual([merged?.success, merged?.id], [true, lead]);
  const undeleted = await connect(org).soap.undelete([deleted]);
  assert.equal([undeleted].flat()[0]?.success, true);
});

test('a reader reads what is standard and writes nothing', async () => {
  const username = 'reader@local.org';
  const connection = connectAs(username);
  assert.ok((await connection.query('SELECT Id, LastName, Phone FROM Lead')).totalSize > 0);
  assert.equal(await codeOf('/query?q=SELECT+Open__c+FROM+Lead', { username }), 'INVALID_FIELD');
  const attempts = [
    ['/sobjects/Lead', 'POST', { LastName: 'L', Company: 'C' }],
    [`/sobjects/Lead/${lead}`, 'PATCH', { Title: 'Boss' }],
    [`/sobjects/Lead/${lead}`, 'DELETE', undefined],
    ['/sobjects/Task', 'POST', { WhoId: lead }],
  ] as const;
  for (const [path, method, body] of attempts) {
    assert.equal(await codeOf(path, { method, body, username }), 'INSUFFICIENT_ACCESS_OR_READONLY', path);
  }
  const { createable, updateable, fields } = await connection.sobject('Lead').describe();
  assert.deepEqual([createable, updateable, fields.some((field) => field.updateable)], [false, false, false]);
});

test('deactivating a user ends the sessions for good, refresh tokens too', async () => {
  const admin = connect(org);
  const { clientId, clientSecret } = org.credentials;
  const login = (more: Record<string, string>) =>
    fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...more }),
    });
  const password = { grant_type: 'password', username: 'rep@local.org', password: localPassword };
  const granted = (await (await login(password)).json()) as { access_token?: string; refresh_token?: string };
  assert.ok(granted.access_token, JSON.stringify(granted));
  const status = async () =>
    (await ask(org, `${root}/query?q=SELECT+Id+FROM+Lead`, { token: granted.access_token })).status;
  assert.equal(await status(), 200);
  const Id = org.org.userId('rep@local.org') ?? '';
  for (const IsActive of [false, true]) {
    await admin.sobject('User').update({ Id, IsActive });
    assert.equal(await status(), 401);
    const refresh = { grant_type: 'refresh_token', refresh_token: granted.refresh_token ?? '' };
    assert.equal((await login(refresh)).status, 400);
    assert.equal((await login(password)).status, IsActive ? 200 : 400);
  }
});
