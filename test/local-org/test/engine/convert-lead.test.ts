import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LeadConversion } from '../../src/org.ts';
import { manifest, metadata, openedOrg } from './opened-org.ts';

const { admin, deploy, insert, org, refused, rep, row, rows, integration, track, update } = openedOrg();
track('Lead', 'Status');
const convertedStatus = 'Closed - Converted';

const newLead = (): string =>
  insert('Lead', {
    FirstName: 'Eva',
    LastName: 'Muster',
    Company: 'Firma',
    Email: 'eva@firma.at',
    Industry: 'Banking',
    AnnualRevenue: 5,
    City: 'Wien',
    LeadSource: 'Web',
    DoNotCall: true,
    OwnerId: rep,
  });

const refusal = (conversion: LeadConversion, userId = admin): string | undefined => {
  const result = org.convertLead(userId, conversion);
  assert.equal(result.success, false);
  return result.errors[0]?.statusCode;
};

test('a conversion makes account, contact and opportunity from the lead, and marks it', () => {
  const leadId = newLead();
  const result = org.convertLead(admin, { leadId, convertedStatus });
  assert.equal(result.success, true);
  const lead = row(
    `SELECT IsConverted, ConvertedDate, ConvertedAccountId, ConvertedContactId, ConvertedOpportunityId, Status FROM Lead WHERE Id = '${leadId}'`,
  );
  assert.deepEqual(
    [
      lead.IsConverted,
      lead.ConvertedDate,
      lead.ConvertedAccountId,
      lead.ConvertedContactId,
      lead.ConvertedOpportunityId,
      lead.Status,
    ],
    [true, '2026-03-16', result.accountId, result.contactId, result.opportunityId, convertedStatus],
  );
  const account = row(
    `SELECT Name, Industry, AnnualRevenue, BillingCity, AccountSource, OwnerId FROM Account WHERE Id = '${result.accountId ?? ''}'`,
  );
  assert.deepEqual(
    [
      account.Name,
      account.Industry,
      account.AnnualRevenue,
      account.BillingCity,
      account.AccountSource,
      account.OwnerId,
    ],
    ['Firma', 'Banking', 5, 'Wien', 'Web', rep],
  );
  const contact = row(
    `SELECT Name, Email, DoNotCall, MailingCity, AccountId FROM Contact WHERE Id = '${result.contactId ?? ''}'`,
  );
  assert.deepEqual(
    [contact.Name, contact.Email, contact.DoNotCall, contact.MailingCity, contact.AccountId],
    ['Eva Muster', 'eva@firma.at', true, 'Wien', result.accountId],
  );
  const deal = row(
    `SELECT Name, AccountId, StageName, CloseDate, LeadSource, (SELECT ContactId, IsPrimary FROM OpportunityContactRoles) FROM Opportunity WHERE Id = '${result.opportunityId ?? ''}'`,
  );
  assert.deepEqual(
    [deal.Name, deal.AccountId, deal.StageName, deal.CloseDate, deal.LeadSource],
    ['Firma-', result.accountId, 'Prospecting', '2026-03-31', 'Web'],
  );
  assert.equal(
    (deal.OpportunityContactRoles as { records: { ContactId: string }[] }).records[0]?.ContactId,
    result.contactId,
  );
});

test('activities and campaign places move to the contact', () => {
  const leadId = newLead();
  const task = insert('Task', { WhoId: leadId, Status: 'Completed', ActivityDate: '2026-03-01' });
  const event = insert('Event', { WhoId: leadId, StartDateTime: '2026-03-02T10:00:00Z', DurationInMinutes: 30 });
  const member = insert('CampaignMember', { CampaignId: insert('Campaign', { Name: 'C' }), LeadId: leadId });
  const { contactId, accountId } = org.convertLead(admin, { leadId, convertedStatus });
  for (const [object, id] of [
    ['Task', task],
    ['Event', event],
  ] as const) {
    const activity = row(`SELECT WhoId, AccountId FROM ${object} WHERE Id = '${id}'`);
    assert.deepEqual([activity.WhoId, activity.AccountId], [contactId, accountId]);
  }
  assert.equal(rows(`SELECT Id FROM Task WHERE WhoId = '${leadId}'`).length, 0);
  assert.equal(
    row(`SELECT LastActivityDate FROM Contact WHERE Id = '${contactId ?? ''}'`).LastActivityDate,
    '2026-03-02',
  );
  const place = row(`SELECT LeadId, ContactId, Type FROM CampaignMember WHERE Id = '${member}'`);
  assert.deepEqual([place.LeadId, place.ContactId, place.Type], [leadId, contactId, 'Contact']);
});

test('history has the status and the conversion', () => {
  const leadId = newLead();
  org.clock.advance(1_000);
  org.convertLead(admin, { leadId, convertedStatus });
  const history = rows(
    `SELECT Field, OldValue, NewValue FROM LeadHistory WHERE LeadId = '${leadId}' ORDER BY CreatedDate, Id`,
  );
  assert.deepEqual(
    history.map(({ Field, OldValue, NewValue }) => [Field, OldValue, NewValue]),
    [
      ['created', null, null],
      ['Status', 'Open - Not Contacted', convertedStatus],
      ['leadConverted', null, null],
    ],
  );
});

test('a lead may join an account and a contact, whose empty fields it fills', () => {
  const accountId = insert('Account', { Name: 'There', Industry: 'Energy' });
  const contactId = insert('Contact', { LastName: 'Known', AccountId: accountId, LeadSource: 'Other' });
  const leadId = newLead();
  const result = org.convertLead(admin, {
    leadId,
    convertedStatus,
    accountId,
    contactId,
    doNotCreateOpportunity: true,
    overwriteLeadSource: true,
  });
  assert.deepEqual([result.accountId, result.contactId, result.opportunityId], [accountId, contactId, undefined]);
  const account = row(`SELECT Name, Industry, BillingCity FROM Account WHERE Id = '${accountId}'`);
  assert.deepEqual([account.Name, account.Industry, account.BillingCity], ['There', 'Energy', 'Wien']);
  const contact = row(`SELECT Name, Email, LeadSource FROM Contact WHERE Id = '${contactId}'`);
  assert.deepEqual([contact.Name, contact.Email, contact.LeadSource], ['Known', 'eva@firma.at', 'Web']);
});

test('a refused conversion leaves nothing behind', () => {
  const leadId = newLead();
  const accounts = () => org.query(admin, 'SELECT COUNT() FROM Account').countOnly;
  const before = accounts();
  assert.equal(refusal({ leadId, convertedStatus: 'Working - Contacted' }), 'INVALID_STATUS');
  assert.equal(refusal({ leadId, convertedStatus: 'Nonsense' }), 'INVALID_STATUS');
  assert.equal(refusal({ leadId: '00Q000000000000EAA', convertedStatus }), 'INVALID_CROSS_REFERENCE_KEY');
  assert.equal(refusal({ leadId: 'abc', convertedStatus }), 'MALFORMED_ID');
  assert.equal(refusal({ leadId, convertedStatus, accountId: '001000000000000AAA' }), 'INVALID_CROSS_REFERENCE_KEY');
  assert.equal(
    refusal({
      leadId,
      convertedStatus,
      contactId: insert('Contact', { LastName: 'x', AccountId: insert('Account', { Name: 'Other' }) }),
    }),
    'INVALID_CROSS_REFERENCE_KEY',
  );
  assert.equal(
    refusal({ leadId, convertedStatus, opportunityName: 'O', ownerId: '005000000000000AAA' }),
    'INVALID_CROSS_REFERENCE_KEY',
  );
  assert.equal(refusal({ leadId, convertedStatus }, integration), 'INSUFFICIENT_ACCESS_OR_READONLY');
  assert.equal(accounts(), (before ?? 0) + 1);
  assert.equal(row(`SELECT IsConverted FROM Lead WHERE Id = '${leadId}'`).IsConverted, false);
});

test('a converted lead is read only, and nothing new may point to it', () => {
  const leadId = newLead();
  org.convertLead(admin, { leadId, convertedStatus });
  assert.equal(refusal({ leadId, convertedStatus }), 'CANNOT_UPDATE_CONVERTED_LEAD');
  assert.deepEqual(refused('update', 'Lead', { Id: leadId, Title: 'x' })[0], {
    statusCode: 'CANNOT_UPDATE_CONVERTED_LEAD',
    message: 'cannot reference converted lead',
    fields: [],
  });
  assert.equal(refused('insert', 'Task', { WhoId: leadId })[0]?.statusCode, 'CANNOT_UPDATE_CONVERTED_LEAD');
});

test('a lead may join an opportunity of the account, where its contact gets a role once', () => {
  const accountId = insert('Account', { Name: 'There' });
  const contactId = insert('Contact', { LastName: 'Known', AccountId: accountId });
  const deal = { StageName: 'Prospecting', CloseDate: '2026-04-01' };
  const opportunityId = insert('Opportunity', { Name: 'Deal', AccountId: accountId, ...deal });
  for (const expected of ['Web', 'Web']) {
    const leadId = newLead();
    const result = org.convertLead(admin, { leadId, convertedStatus, accountId, contactId, opportunityId });
    assert.equal(result.opportunityId, opportunityId, JSON.stringify(result.errors));
    const { LeadSource } = row(`SELECT LeadSource FROM Opportunity WHERE Id = '${opportunityId}'`);
    assert.equal(LeadSource, expected);
  }
  const roles = rows(
    `SELECT ContactId, IsPrimary FROM OpportunityContactRole WHERE OpportunityId = '${opportunityId}'`,
  );
  assert.deepEqual(
    roles.map(({ ContactId, IsPrimary }) => [ContactId, IsPrimary]),
    [[contactId, true]],
  );
  const foreign = insert('Opportunity', { Name: 'Foreign', ...deal });
  assert.equal(
    refusal({ leadId: newLead(), convertedStatus, accountId, opportunityId: foreign }),
    'INVALID_CROSS_REFERENCE_KEY',
  );
});

test('the activities of a converted lead were modified then; open tasks of who converts go to the new owner', () => {
  const leadId = newLead();
  const mine = insert('Task', { WhoId: leadId });
  const done = insert('Task', { WhoId: leadId, Status: 'Completed' });
  const others = insert('Task', { WhoId: leadId, OwnerId: integration });
  org.clock.advance(60_000);
  const now = org.clock.now().toISOString().slice(0, 16);
  org.convertLead(admin, { leadId, convertedStatus, ownerId: rep });
  const read = (id: string) => row(`SELECT OwnerId, LastModifiedDate, LastModifiedById FROM Task WHERE Id = '${id}'`);
  assert.deepEqual(
    [mine, done, others].map((id) => read(id).OwnerId),
    [rep, admin, integration],
  );
  assert.equal(String(read(mine).LastModifiedDate).slice(0, 16), now);
  assert.equal(read(others).LastModifiedById, admin);
});

test('converting needs edit on leads, and create and edit on what they become', () => {
  const leadId = newLead();
  const grant = (object: string, allowed: string): string =>
    `<objectPermissions><allowCreate>${allowed}</allowCreate><allowRead>true</allowRead><allowEdit>${allowed}</allowEdit><allowDelete>false</allowDelete><modifyAllRecords>false</modifyAllRecords><viewAllRecords>false</viewAllRecords><object>${object}</object></objectPermissions>`;
  const set = (name: string, opportunities: string): void => {
    const outcome = deploy({
      'package.xml': manifest({ PermissionSet: [name] }),
      [`permissionsets/${name}.permissionset`]: metadata(
        'PermissionSet',
        `<label>${name}</label>${['Lead', 'Account', 'Contact'].map((object) => grant(object, 'true')).join('')}${grant('Opportunity', opportunities)}<userPermissions><enabled>true</enabled><name>ConvertLeads</name></userPermissions>`,
      ),
    });
    assert.ok(outcome.success, JSON.stringify(outcome.messages));
    org.assignPermissionSet(integration, name);
  };
  set('Almost_Converter', 'false');
  assert.equal(refusal({ leadId, convertedStatus }, integration), 'INSUFFICIENT_ACCESS_OR_READONLY');
  set('Converter', 'true');
  assert.equal(org.convertLead(integration, { leadId, convertedStatus }).success, true);
});

test('a rep converts leads too', () => {
  const result = org.convertLead(rep, { leadId: newLead(), convertedStatus });
  assert.equal(result.success, true);
  update('Contact', { Id: result.contactId ?? '', Title: 'Boss' }, rep);
});
