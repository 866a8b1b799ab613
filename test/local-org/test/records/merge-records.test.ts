import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MergeRequest } from '../../src/org.ts';
import { openedOrg } from '../engine/opened-org.ts';

const { admin, insert, org, rep, row, rows, integration, track } = openedOrg();
track('Lead', 'Status');

const lead = (LastName: string): string => insert('Lead', { LastName, Company: 'Company' });

const merged = (request: MergeRequest) => {
  const result = org.merge(admin, request);
  assert.ok(result.success, JSON.stringify(result.errors));
  return result;
};

const refusal = (request: MergeRequest, userId = admin) => {
  const result = org.merge(userId, request);
  assert.deepEqual([result.success, result.mergedRecordIds, result.updatedRelatedIds], [false, [], []]);
  return result.errors[0]?.statusCode;
};

test('a merged lead is deleted and names its master, which takes values and activities over', () => {
  const [master, first, second] = [lead('Master'), lead('First'), lead('Second')];
  const task = insert('Task', { WhoId: first, Status: 'Completed', ActivityDate: '2026-03-01' });
  const event = insert('Event', { WhoId: second, StartDateTime: '2026-03-05T10:00:00Z', DurationInMinutes: 30 });
  const result = merged({ object: 'Lead', master: { Id: master, Title: 'Chosen' }, mergeIds: [first, second] });
  assert.deepEqual(result.mergedRecordIds, [first, second]);
  assert.deepEqual(new Set(result.updatedRelatedIds), new Set([task, event]));
  const { Title, LastActivityDate } = row(`SELECT Title, LastActivityDate FROM Lead WHERE Id = '${master}'`);
  assert.deepEqual([Title, LastActivityDate], ['Chosen', '2026-03-05']);
  assert.deepEqual(
    rows(`SELECT Id, IsDeleted FROM Lead WHERE MasterRecordId = '${master}' ORDER BY Id`, admin, {
      includeDeleted: true,
    }).map(({ Id, IsDeleted }) => [Id, IsDeleted]),
    [
      [first, true],
      [second, true],
    ],
  );
  assert.equal(rows(`SELECT Id FROM Lead WHERE Id IN ('${first}', '${second}')`).length, 0);
  const history = rows(`SELECT Field FROM LeadHistory WHERE LeadId = '${master}'`);
  assert.ok(history.some(({ Field }) => Field === 'leadMerged'));
});

test('a person is in a campaign once after a merge', () => {
  const [master, other] = [lead('Master'), lead('Other')];
  const [both, onlyOther] = [insert('Campaign', { Name: 'Both' }), insert('Campaign', { Name: 'Only other' })];
  insert('CampaignMember', { CampaignId: both, LeadId: master });
  insert('CampaignMember', { CampaignId: both, LeadId: other });
  insert('CampaignMember', { CampaignId: onlyOther, LeadId: other });
  merged({ object: 'Lead', master: { Id: master }, mergeIds: [other] });
  const members = rows('SELECT CampaignId, LeadId, LeadOrContactId FROM CampaignMember ORDER BY CampaignId');
  assert.deepEqual(
    members.map(({ CampaignId, LeadId, LeadOrContactId }) => [CampaignId, LeadId, LeadOrContactId]),
    [
      [both, master, master],
      [onlyOther, master, master],
    ],
  );
});

test('accounts hand their contacts and opportunities over, contacts their roles', () => {
  const [kept, gone] = [insert('Account', { Name: 'Kept' }), insert('Account', { Name: 'Gone' })];
  const contact = insert('Contact', { LastName: 'Of gone', AccountId: gone });
  const deal = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-04-01' };
  const opportunity = insert('Opportunity', { ...deal, AccountId: gone });
  merged({ object: 'Account', master: { Id: kept }, mergeIds: [gone] });
  assert.equal(row(`SELECT AccountId FROM Contact WHERE Id = '${contact}'`).AccountId, kept);
  assert.equal(row(`SELECT AccountId FROM Opportunity WHERE Id = '${opportunity}'`).AccountId, kept);
  const other = insert('Contact', { LastName: 'Kept', AccountId: kept });
  insert('OpportunityContactRole', { OpportunityId: opportunity, ContactId: contact });
  merged({ object: 'Contact', master: { Id: other }, mergeIds: [contact] });
  assert.equal(row('SELECT ContactId FROM OpportunityContactRole').ContactId, other);
});

test('a merge that is refused changes nothing', () => {
  const [master, other] = [lead('Master'), lead('Other')];
  const request = { object: 'Lead', master: { Id: master, Title: 'Never' }, mergeIds: [other] };
  const converted = lead('Converted');
  org.convertLead(admin, { leadId: converted, convertedStatus: 'Closed - Converted' });
  assert.equal(refusal({ ...request, mergeIds: [other, converted] }), 'CANNOT_UPDATE_CONVERTED_LEAD');
  assert.equal(refusal({ ...request, mergeIds: [master] }), 'MERGE_FAILED');
  assert.equal(refusal({ ...request, mergeIds: [insert('Account', { Name: 'A' })] }), 'MALFORMED_ID');
  assert.equal(refusal({ ...request, mergeIds: [] }), 'MERGE_FAILED');
  assert.equal(refusal({ ...request, object: 'Opportunity' }), 'INVALID_TYPE');
  assert.equal(refusal(request, integration), 'INSUFFICIENT_ACCESS_OR_READONLY');
  assert.equal(row(`SELECT Title FROM Lead WHERE Id = '${master}'`).Title, null);
  assert.equal(org.merge(rep, request).success, true);
});
