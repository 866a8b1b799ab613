import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { deployTestPackage } from '../server/test-package.ts';
import { askUi, at, insert, readUi, refusedUi } from './ui-call.ts';

let org: RunningOrg;

before(async () => {
  org = await startOrg({ startAt: new Date('2026-03-16T12:00:00.000Z') });
  deployTestPackage(org);
});
after(() => org.stop());

const failed = 'An error occurred while trying to update the record. Please try again.';
const create = (fields: Record<string, unknown>, apiName = 'Lead') => ({
  method: 'POST',
  body: { apiName, fields, allowSaveOnDuplicate: false },
});
const change = (fields: Record<string, unknown>, headers: Record<string, string> = {}) => ({
  method: 'PATCH',
  body: { fields },
  headers,
});
const newLead = (): string => insert(org, 'Lead', { LastName: 'Lovelace', Company: 'Engines' });

test('a record is created, changed and deleted; each response is the record as its page shows it', async () => {
  const created = await askUi(org, '/records', create({ LastName: 'Hopper', Company: 'Navy', AnnualRevenue: 5 }));
  assert.equal(created.status, 201);
  assert.equal(at(created.json, 'apiName'), 'Lead');
  assert.equal(at(created.json, 'fields', 'LastName', 'value'), 'Hopper');
  assert.equal(at(created.json, 'fields', 'Owner', 'displayValue'), 'Ada Admin');
  const path = `/records/${String(at(created.json, 'id'))}`;
  const changed = await readUi(org, path, change({ Title: 'Admiral', AnnualRevenue: '6' }));
  assert.equal(at(changed, 'fields', 'Title', 'value'), 'Admiral');
  assert.equal(at(changed, 'fields', 'AnnualRevenue', 'value'), 6);
  const removed = await askUi(org, path, { method: 'DELETE' });
  assert.equal(removed.status, 204);
  assert.equal(removed.text, '');
  await refusedUi(org, 404, `${path}?fields=Lead.Name`);
  await refusedUi(org, 404, path, { method: 'DELETE' });
  await refusedUi(org, 404, path, change({ Title: 'Late' }));
});

test('errors of required fields and validation rules are listed under their fields', async () => {
  assert.deepEqual(await refusedUi(org, 400, '/records', create({ LastName: 'Alone' })), {
    message: failed,
    enhancedErrorType: 'RecordError',
    output: {
      errors: [],
      fieldErrors: {
        Company: [
          {
            constituentField: null,
            duplicateRecordError: null,
            errorCode: 'REQUIRED_FIELD_MISSING',
            field: 'Company',
            fieldLabel: 'Company',
            message: 'Required fields are missing: [Company]',
          },
        ],
      },
    },
  });
  const broken = await refusedUi(org, 400, `/records/${newLead()}`, change({ Test_Percent__c: 101 }));
  assert.deepEqual(at(broken, 'output', 'fieldErrors', 'Test_Percent__c', 0), {
    constituentField: null,
    duplicateRecordError: null,
    errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    field: 'Test_Percent__c',
    fieldLabel: 'Test Percent',
    message: 'A percentage is at most 100.',
  });
});

test('an error of a part of the name is listed under the compound field', async () => {
  const broken = await refusedUi(org, 400, '/records', create({ LastName: 'x'.repeat(81), Company: 'Long' }));
  assert.equal(at(broken, 'output', 'fieldErrors', 'Name', 0, 'constituentField'), 'LastName');
  assert.equal(at(broken, 'output', 'fieldErrors', 'Name', 0, 'field'), 'Name');
  assert.equal(at(broken, 'output', 'fieldErrors', 'Name', 0, 'errorCode'), 'STRING_TOO_LONG');
});

test('an error of a rule without a field is listed under the record', async () => {
  const id = insert(org, 'Campaign', { Name: 'Spring' });
  const lead = newLead();
  const member = create({ CampaignId: id, LeadId: lead }, 'CampaignMember');
  await readUi(org, '/records', member);
  const twice = await refusedUi(org, 400, '/records', member);
  assert.equal(at(twice, 'output', 'errors', 0, 'errorCode'), 'DUPLICATE_VALUE');
  assert.equal(at(twice, 'output', 'errors', 0, 'field'), null);
  assert.deepEqual(at(twice, 'output', 'fieldErrors'), {});
});

test('a write to a read-only field is an error of the field', async () => {
  const readOnly = await refusedUi(org, 400, `/records/${newLead()}`, change({ LastActivityDate: '2026-01-01' }));
  const error = at(readOnly, 'output', 'fieldErrors', 'LastActivityDate', 0);
  assert.equal(at(error, 'errorCode'), 'INVALID_FIELD_FOR_INSERT_UPDATE');
});

test('values of the wrong kind and unknown fields are refused before anything is written', async () => {
  assert.deepEqual(await refusedUi(org, 400, '/records', create({ LastName: 5, Company: 'Five' })), [
    {
      message:
        "Value for field 'LastName' in object 'Lead' with data type 'STRING' should be a String but instead is a Integer.",
      errorCode: 'POST_BODY_PARSE_ERROR',
    },
  ]);
  const token = org.tokenFor('rep@local.org');
  const hidden = { ...change({ Test_Percent__c: 5 }), token };
  assert.equal(at(await refusedUi(org, 400, `/records/${newLead()}`, hidden), 0, 'errorCode'), 'POST_BODY_PARSE_ERROR');
  const noFields = await refusedUi(org, 400, `/records/${newLead()}`, { method: 'PATCH', body: {} });
  assert.deepEqual(noFields, [
    { message: 'Record input is required for PATCH.', errorCode: 'ILLEGAL_QUERY_PARAMETER_VALUE' },
  ]);
  const noObject = await refusedUi(org, 400, '/records', create({ Name: 'x' }, 'Nope__c'));
  assert.equal(at(noObject, 0, 'errorCode'), 'INVALID_TYPE');
});

test('a change is refused with 412 when the record was changed after it was read', async () => {
  const id = newLead();
  const read = await readUi(org, `/records/${id}?fields=Lead.LastModifiedDate`);
  const since = String(read['lastModifiedDate']);
  org.org.clock.advance(60_000);
  const fresh = await readUi(org, `/records/${id}`, change({ Title: 'First' }, { 'If-Modified-Since': since }));
  const stale = change({ Title: 'Second' }, { 'If-Modified-Since': since });
  const conflict = await refusedUi(org, 412, `/records/${id}`, stale);
  assert.equal(at(conflict, 'output', 'errors', 0, 'errorCode'), 'PRECONDITION_FAILED');
  assert.match(String(at(conflict, 'message')), /^This record was modified by Ada Admin during your edit session\./);
  const byTag = { method: 'PATCH', body: { fields: { Title: 'Third' }, weakEtag: read['weakEtag'] } };
  await refusedUi(org, 412, `/records/${id}`, byTag);
  const good = { method: 'PATCH', body: { fields: { Title: 'Third' }, weakEtag: fresh['weakEtag'] } };
  assert.equal(at(await readUi(org, `/records/${id}`, good), 'fields', 'Title', 'value'), 'Third');
  const modified = Date.parse(String((await readUi(org, `/records/${id}?fields=Lead.Name`))['lastModifiedDate']));
  const httpDate = { 'If-Unmodified-Since': new Date(modified).toUTCString() };
  assert.equal((await askUi(org, `/records/${id}`, change({ Title: 'Fourth' }, httpDate))).status, 200);
});
