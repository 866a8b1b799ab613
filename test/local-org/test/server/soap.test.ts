import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, root } from './connect.ts';
import { zipPackage } from './test-package.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg();
  connection = connect(org);
  connection.metadata.pollInterval = 10;
});
after(() => org.stop());

const conversion = (leadId: string, doNotCreateOpportunity = false) => ({
  leadId,
  convertedStatus: 'Closed - Converted',
  doNotCreateOpportunity,
  overwriteLeadSource: false,
  sendNotificationEmail: false,
});

test('leads are converted with one answer each, whatever happens to the others', async () => {
  const [first = '', second = ''] = insertLeads(org, 2);
  const results = await connection.soap.convertLead([
    conversion(first),
    { ...conversion(second, true), convertedStatus: 'No such status' },
  ]);
  const [converted, refused] = results;
  assert.equal(converted?.success, true);
  assert.match(converted?.accountId ?? '', /^001/);
  assert.match(converted?.contactId ?? '', /^003/);
  assert.match(converted?.opportunityId ?? '', /^006/);
  assert.equal(refused?.success, false);
  assert.equal(refused?.errors.length, 1);
  const lead = await connection.sobject('Lead').retrieve(first);
  assert.equal(lead['IsConverted'], true);
  assert.equal(lead['ConvertedContactId'], converted?.contactId);
});

test('one conversion is answered with one result', async () => {
  const [id = ''] = insertLeads(org, 1);
  const result = await connection.soap.convertLead(conversion(id, true));
  assert.equal(result.success, true);
  assert.ok(result.opportunityId === undefined || result.opportunityId === null);
});

test('records are written over SOAP', async () => {
  const created = await connection.soap.create([{ type: 'Account', Name: 'Soap & <Water>', NumberOfEmployees: 12 }]);
  const [{ id } = { id: '' }] = created as { id: string }[];
  const account = await connection.sobject('Account').retrieve(id);
  assert.deepEqual([account['Name'], account['NumberOfEmployees']], ['Soap & <Water>', 12]);
  await connection.soap.update([{ type: 'Account', Id: id, NumberOfEmployees: null }]);
  assert.equal((await connection.sobject('Account').retrieve(id))['NumberOfEmployees'], null);
  const [deleted] = (await connection.soap.delete([id])) as { success: boolean }[];
  assert.equal(deleted?.success, true);
  assert.equal((await connection.soap.getUserInfo()).organizationId, org.org.id);
});

test('ids that are none are results, and the others are deleted and restored', async () => {
  const [id = ''] = insertLeads(org, 1);
  type Result = { success: string; id?: string; errors?: { statusCode: string; message: string } };
  for (const operation of ['delete', 'undelete']) {
    const results = (await connection.soap._invoke(
      operation,
      { ids: ['bad', id, '0XX000000000001'] },
      null,
    )) as Result[];
    assert.deepEqual(
      results.map(({ success, errors }) => [success, errors?.statusCode]),
      [
        ['false', 'MALFORMED_ID'],
        ['true', undefined],
        ['false', 'INVALID_CROSS_REFERENCE_KEY'],
      ],
    );
    assert.equal(results[0]?.errors?.message, 'malformed id bad');
  }
  assert.equal((await connection.sobject('Lead').retrieve(id))['IsDeleted'], false);
});

test('a login says in which time zone the user is', async () => {
  const rep = connect({ ...org, adminToken: org.tokenFor('rep@local.org') });
  assert.equal((await rep.soap.getUserInfo()).userTimeZone, 'Europe/Vienna');
});

test('an ended session is a fault that jsforce knows', async () => {
  const other = connect({ ...org, adminToken: '00D000000000000!ended' });
  await assert.rejects(other.soap.getUserInfo(), { errorCode: 'sf:INVALID_SESSION_ID' });
});

test('a package is deployed over SOAP, and what it brings is there once granted', async () => {
  const result = await connection.metadata.deploy(zipPackage()).complete(true);
  assert.equal(result.status, 'Succeeded', JSON.stringify(result.details));
  assert.equal(result.numberComponentErrors, 0);
  assert.ok(result.details.componentSuccesses?.some(({ fullName }) => fullName === 'Lead.Test_Percent__c'));
  await assert.rejects(async () => connection.query('SELECT Test_Percent__c FROM Lead'), {
    errorCode: 'INVALID_FIELD',
  });
  const { records } = await connection.query("SELECT Id FROM PermissionSet WHERE Name = 'Test_Fields'");
  const assignment = { AssigneeId: org.org.userId('admin@local.org') ?? '', PermissionSetId: records[0]?.Id ?? '' };
  await connection.sobject('PermissionSetAssignment').create(assignment);
  assert.ok((await connection.query('SELECT Test_Percent__c FROM Lead')).done);
});

test('a package is deployed over REST', async () => {
  const { id } = await connection.metadata.deployRest(zipPackage(), { checkOnly: true });
  const result = await connection.metadata.checkDeployStatus(id, true, true);
  assert.deepEqual([result.done, result.success, result.checkOnly], [true, true, true]);
});

test('a package with one bad component changes nothing', async () => {
  const broken = zipPackage({
    'objects/Opportunity.object': `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
  <fields><fullName>Fine__c</fullName><label>Fine</label><length>20</length><type>Text</type></fields>
  <fields><fullName>Broken__c</fullName><label>Broken</label><type>Nonsense</type></fields>
</CustomObject>`,
  });
  const result = await connection.metadata.deploy(broken, { rollbackOnError: true }).complete(true);
  assert.equal(result.status, 'Failed');
  assert.ok(result.numberComponentErrors >= 1);
  const { json } = await ask(org, `${root}/sobjects/Opportunity/describe`);
  const { fields } = json as { fields: { name: string }[] };
  assert.ok(!fields.some(({ name }) => name === 'Fine__c'));
});
