import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { adminUsername } from '../../../local-org/src/index.ts';
import type { RecordInput } from '../../../local-org/src/index.ts';
import { insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { featuresOf } from './read-features.ts';

/** Records of people who are decided by other records: each case has an account and people of its own. */
const org = await startScoringOrg();
after(() => org.stop());

const admin = org.org.userId(adminUsername) ?? '';
const won = '{"field":"StageName","operator":"changes to","values":["Closed Won"]}';
const goalOn = (object: 'Contact' | 'Account'): string =>
  insertGoal(org, {
    ...{ Name: object, Object__c: object, Profile_Type__c: object === 'Account' ? 'Account' : 'Person' },
    ...{ Goal_Type__c: 'Opportunity updated', Condition_1__c: won, Score_Field__c: `${object}.Predictive_Score__c` },
  });
const goals = { contact: goalOn('Contact'), account: goalOn('Account') };

const optedOut = (): RecordInput => ({
  IndividualId: insert(org, 'Individual', { LastName: 'Private', HasOptedOutProfiling: true }),
});
let cases = 0;
/** Names that no other case has. */
const named = (): string => `Case ${++cases}`;
const accountOf = (Name = named()): string => insert(org, 'Account', { Name });
const contactOf = (AccountId: string, fields: RecordInput = {}): string =>
  insert(org, 'Contact', { LastName: named(), AccountId, ...fields });
const leadOf = (fields: RecordInput = {}): string =>
  insert(org, 'Lead', { LastName: named(), Company: named(), ...fields });
const event = (fields: RecordInput): string =>
  insert(org, 'Engagement_Event__c', { Occurred_At__c: org.org.clock.now().toISOString(), ...fields });

function convert(leadId: string, accountId: string, contactId: string): void {
  const status = { convertedStatus: 'Closed - Converted', doNotCreateOpportunity: true };
  assert.ok(org.org.convertLead(admin, { leadId, accountId, contactId, ...status }).success);
  org.org.clock.advance(1_000);
}

function move(contactId: string, AccountId: string): void {
  assert.ok(org.org.write(admin, 'update', 'Contact', { Id: contactId, AccountId }).success);
  org.org.clock.advance(1_000);
}

async function valueOf(goal: keyof typeof goals, recordId: string, name: string): Promise<unknown> {
  org.org.clock.advance(1_000);
  const [features] = await featuresOf(org, goals[goal], [recordId]);
  return features?.[name];
}

test('a lead that was converted into a contact does not count where a record of its other address opted out', async () => {
  const account = accountOf();
  const contact = contactOf(account, { Email: 'ada@office.test' });
  const lead = leadOf({ Email: 'ada@home.test' });
  event({ Lead__c: lead });
  convert(lead, account, contact);
  leadOf({ Email: 'ADA@home.test', ...optedOut() });
  assert.equal(await valueOf('contact', contact, 'leads_of_person'), 0);
  assert.equal(await valueOf('contact', contact, 'web_events_total'), undefined);
  assert.equal(await valueOf('account', account, 'leads_of_people'), 0);
});

test('events of an address that a converted lead shares with many names are nobody’s', async () => {
  const account = accountOf();
  const contact = contactOf(account, { Email: 'grace@office.test' });
  const lead = leadOf({ Email: 'info@many.test' });
  event({ Email__c: 'info@many.test' });
  convert(lead, account, contact);
  event({ Lead__c: lead });
  assert.equal(await valueOf('contact', contact, 'web_events_total'), 2);
  for (let names = 0; names < 5; names += 1) leadOf({ Email: 'info@many.test' });
  assert.equal(await valueOf('contact', contact, 'web_events_total'), 1);
  assert.equal(await valueOf('account', account, 'web_events_total'), 1);
});

test('a lead that was converted into an account does not count where its contact, now elsewhere, opted out', async () => {
  const [account, elsewhere] = [accountOf(), accountOf()];
  const contact = contactOf(account, optedOut());
  convert(leadOf(), account, contact);
  move(contact, elsewhere);
  assert.equal(await valueOf('account', account, 'leads_of_people'), 0);
});

test('a contact that came from another account does not count where a lead that it was converted from opted out', async () => {
  const [account, before] = [accountOf(), accountOf()];
  // A person of its own, or the conversion would copy that of the lead.
  const contact = contactOf(before, { IndividualId: insert(org, 'Individual', { LastName: named() }) });
  convert(leadOf(optedOut()), before, contact);
  move(contact, account);
  assert.equal(await valueOf('account', account, 'contacts'), 0);
});

test('an account has no role of a contact of another account who opted out on another record', async () => {
  const [account, elsewhere] = [accountOf(), accountOf()];
  const opportunity = insert(org, 'Opportunity', {
    ...{ Name: named(), AccountId: account, StageName: 'Prospecting', CloseDate: '2030-01-01' },
  });
  const contacts = [{}, { Email: 'mary@partner.test' }, {}].map((fields, index) => {
    const IndividualId = insert(org, 'Individual', { LastName: named() });
    const ContactId = contactOf(elsewhere, { ...fields, IndividualId });
    const Role = ['Evaluator', 'Influencer', 'Decision Maker'][index];
    insert(org, 'OpportunityContactRole', { OpportunityId: opportunity, ContactId, Role });
    org.org.clock.advance(1_000);
    return ContactId;
  });
  assert.equal(await valueOf('account', account, 'contact_role'), 'Decision Maker');
  convert(leadOf(optedOut()), elsewhere, contacts[2] ?? '');
  assert.equal(await valueOf('account', account, 'contact_role'), 'Influencer');
  leadOf({ Email: 'mary@partner.test', ...optedOut() });
  assert.equal(await valueOf('account', account, 'contact_role'), 'Evaluator');
});
