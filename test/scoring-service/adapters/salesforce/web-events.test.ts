import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { caseCount } from '../../../depth.ts';
import type { RecordInput } from '../../../local-org/src/index.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { featuresOf } from './read-features.ts';

const org = await startScoringOrg();
after(() => org.stop());

const adminId = org.org.userId('admin@local.org') ?? '';
const won = '{"field":"StageName","operator":"changes to","values":["Closed Won"]}';
const goalIds = new Map<string, string>();
/** The goal of an object, with these settings from now on. */
function goalOn(object: 'Lead' | 'Contact' | 'Account', settings: object = {}): string {
  const linked: RecordInput =
    object === 'Lead' ? {} : { Goal_Type__c: 'Opportunity updated', Condition_1__c: won, Object__c: object };
  const profile = { Profile_Type__c: object === 'Account' ? 'Account' : 'Person' };
  const id =
    goalIds.get(object) ??
    insertGoal(org, { Name: object, ...linked, ...profile, Score_Field__c: `${object}.Predictive_Score__c` });
  goalIds.set(object, id);
  org.org.write(adminId, 'update', 'Score_Goal__c', { Id: id, Settings__c: JSON.stringify(settings) });
  return id;
}

const account = insert(org, 'Account', { Name: 'Acme' });
const contact = insert(org, 'Contact', { LastName: 'Curie', AccountId: account, Email: "m.o'curie@acme.test" });
const lead = insert(org, 'Lead', { LastName: 'Curie', Company: 'Acme', Email: "M.O'Curie@acme.test" });
const other = insert(org, 'Lead', { LastName: 'Hahn', Company: 'Elsewhere', Email: 'hahn@else.test' });
const silent = insert(org, 'Lead', { LastName: 'Meitner', Company: 'Silence' });
const started = org.org.clock.now().getTime();
const daysAgo = (days: number): string => new Date(started - days * 86_400_000).toISOString();
const event = (fields: RecordInput): string => insert(org, 'Engagement_Event__c', fields);

event({
  Lead__c: lead,
  Occurred_At__c: daysAgo(3),
  Kind__c: 'Form',
  Page__c: 'https://www.acme.test/Pricing?e=a@b.test',
});
event({
  Lead__c: lead,
  Contact__c: contact,
  Occurred_At__c: daysAgo(2),
  Kind__c: 'Page view',
  Page__c: '/demo',
  Value__c: 0.1,
});
event({ Contact__c: contact, Occurred_At__c: daysAgo(1), Kind__c: 'Webinar', Value__c: 0.2 });
event({ Email__c: "m.O'curie@ACME.test", Occurred_At__c: daysAgo(1), Kind__c: 'Form', Value__c: 0.3 });
event({ Email__c: 'nobody@else.test', Occurred_At__c: daysAgo(1) });
// A person's address says nothing where the event names another one.
event({ Lead__c: other, Email__c: "m.o'curie@acme.test", Occurred_At__c: daysAgo(1) });
event({ Lead__c: lead, Occurred_At__c: new Date(started + 40 * 86_400_000).toISOString(), Kind__c: 'Webinar' });

const converted = insert(org, 'Lead', { LastName: 'Noether', Company: 'Rings' });
event({ Lead__c: converted, Occurred_At__c: daysAgo(1), Page__c: '/rings' });
const ring = insert(org, 'Account', { Name: 'Rings' });
const noether = insert(org, 'Contact', { LastName: 'Noether', AccountId: ring });
const into = { accountId: ring, contactId: noether, convertedStatus: 'Closed - Converted' };
org.org.convertLead(adminId, { leadId: converted, ...into });
org.org.clock.advance(86_400_000);

test('a single evaluation, a list and the extraction read the same events of a lead, by id and by address', async () => {
  const [ofLead, ofOther, ofSilent] = await featuresOf(org, goalOn('Lead'), [lead, other, silent]);
  const named = ['web_events_30_days', 'web_events_90_days', 'web_events_total', 'web_event_value_90_days'] as const;
  assert.deepEqual(
    named.map((name) => ofLead?.[name]),
    [3, 3, 3, 0.4],
  );
  assert.equal(ofLead?.['first_landing_page'], 'acme.test/pricing');
  assert.equal(ofLead['last_landing_page'], '/demo');
  assert.equal(ofLead['last_web_event_kind'], 'Form');
  assert.deepEqual([ofLead['web_kind_1_90_days'], ofLead['web_kind_2_90_days']], [1, 2]);
  assert.equal(
    Math.floor(Number(ofLead['days_since_web_event'])),
    1,
    'events were recorded a day ago, however old they are',
  );
  assert.equal(ofOther?.['web_events_total'], 1);
  assert.equal(ofSilent?.['web_events_total'], undefined);
});

/** Contacts are read as accounts are; the slow test compares them too. */
const objects = [
  { object: 'Account', ids: [account, ring] } as const,
  { object: 'Contact', ids: [contact, noether] } as const,
];

for (const { object, ids } of objects.slice(0, caseCount(1, 2))) {
  test(`events count once for the ${object} of a person, those of a lead also after its conversion`, async () => {
    const [features, ofConverted] = await featuresOf(org, goalOn(object), [...ids]);
    assert.equal(features?.['web_events_total'], 4);
    // Decimals: 0.1 + 0.2 + 0.3 is not 0.6 in binary fractions.
    assert.equal(features['web_event_value_90_days'], 0.6);
    assert.equal(features['last_landing_page'], '/demo');
    assert.equal(ofConverted?.['first_landing_page'], '/rings');
  });
}

test('one more request reads all sources of events; there is none where the setting is empty', async () => {
  const campaign = insert(org, 'Campaign', { Name: 'Fair' });
  // Neither a contact nor a company, whose other records would be read by the same request.
  const alone = insert(org, 'Lead', { LastName: 'Franklin', Company: '[not provided]', Email: 'franklin@gmail.com' });
  event({ Lead__c: alone, Occurred_At__c: daysAgo(1), Kind__c: 'Form' });
  event({ Email__c: 'franklin@gmail.com', Occurred_At__c: daysAgo(1), Kind__c: 'Form' });
  for (const LeadId of [lead, alone]) {
    insert(org, 'CampaignMember', { CampaignId: campaign, LeadId, Status: 'Responded' });
  }
  const salesforce = connectTo(org);
  const read = async (id: string, settings: object) => {
    const goal = await salesforce.readGoal(goalOn('Lead', settings));
    const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
    const { result, calls } = await callsOf(org, () => salesforce.readRecord(goal.id, plan, id));
    const { engagement_event: events, engagement_event_second: second } = result.rows;
    return { events: events?.length, second: second?.map(({ kind }) => kind), calls: calls.length };
  };
  const member = { object: 'CampaignMember', lead: 'LeadId', date: 'CreatedDate', kind: 'Status' };
  const packaged = { object: 'Engagement_Event__c', lead: 'Lead__c', date: 'Occurred_At__c', page: 'Page__c' };
  const both = { engagementSources: [packaged, member] };
  const none = { engagementSources: [] };
  assert.deepEqual(await read(alone, both), { events: 1, second: ['Responded'], calls: 2 });
  assert.deepEqual(await read(alone, {}), { events: 2, second: undefined, calls: 2 }, 'the one by its address too');
  assert.deepEqual(await read(alone, none), { events: undefined, second: undefined, calls: 1 });
  // An address with an apostrophe takes a request by itself; the last one also reads leads converted into the contact.
  assert.deepEqual(await read(lead, both), { events: 3, second: ['Responded'], calls: 3 });
  assert.deepEqual(await read(lead, {}), { events: 4, second: undefined, calls: 3 });
  assert.deepEqual(await read(lead, none), { events: undefined, second: undefined, calls: 3 });
});

test('an event without a person or a time is refused', () => {
  assert.throws(() => event({ Occurred_At__c: daysAgo(1) }), /one of Lead, Contact and Email/);
  assert.throws(() => event({ Lead__c: lead }), /Fill Occurred At/);
});

test('deleting a person keeps the event without the person', async () => {
  const gone = insert(org, 'Lead', { LastName: 'Gone', Company: 'C' });
  const id = event({ Lead__c: gone, Occurred_At__c: daysAgo(1) });
  assert.equal(org.org.write(adminId, 'delete', 'Lead', { Id: gone }).success, true);
  assert.equal(
    await connectTo(org).count(`SELECT COUNT() FROM Engagement_Event__c WHERE Id = '${id}' AND Lead__c = null`),
    1,
  );
});
