import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adminUsername } from '../../../local-org/src/index.ts';
import { insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { featuresOf } from './read-features.ts';

test('a lead that was converted into the contact of a lead is one of the same person, however they are read', async (t) => {
  const org = await startScoringOrg();
  t.after(() => org.stop());
  const accountId = insert(org, 'Account', { Name: 'Acme' });
  const contactId = insert(org, 'Contact', { LastName: 'Jo', AccountId: accountId, Email: 'jo@acme.test' });
  const leadOf = (Email: string) => insert(org, 'Lead', { LastName: 'Jo', Company: 'Acme', Email });
  const [known, other, leadId] = ['jo@acme.test', 'someone@else.test', 'jo@home.test'].map(leadOf);
  const admin = org.org.userId(adminUsername) ?? '';
  const status = { convertedStatus: 'Closed - Converted', doNotCreateOpportunity: true };
  assert.ok(org.org.convertLead(admin, { leadId: leadId ?? '', accountId, contactId, ...status }).success);
  org.org.clock.advance(1_000);
  const features = await featuresOf(org, insertGoal(org), [known ?? '', other ?? '']);
  const names = ['leads_of_person', 'leads_of_person_14_days'];
  assert.deepEqual(
    features.map((row) => names.map((name) => row[name])),
    [
      [2, 2],
      [1, 1],
    ],
  );
});

test('people with an address of many names are strangers to each other, however they are read', async (t) => {
  const org = await startScoringOrg();
  t.after(() => org.stop());
  const account = insert(org, 'Account', { Name: 'Acme' });
  const leads = ['info@acme.test', 'jo@acme.test'].map((Email) => {
    insert(org, 'Contact', { LastName: 'First', AccountId: account, Email });
    return Array.from({ length: 6 }, (_, index) => {
      const LastName = Email.startsWith('info') ? `Person ${index}` : 'Jo';
      return insert(org, 'Lead', { LastName, Company: 'Acme', Email });
    });
  });
  const ids = leads.map(([first]) => first ?? '');
  const [shared, own] = await featuresOf(org, insertGoal(org), ids);
  assert.deepEqual([shared?.['has_contact'], shared?.['leads_of_person']], [0, undefined]);
  assert.deepEqual([own?.['has_contact'], own?.['leads_of_person']], [1, 6]);
});

test('leads that are read together find their account by their company where their address is nobody’s', async (t) => {
  const org = await startScoringOrg();
  t.after(() => org.stop());
  const agency = insert(org, 'Account', { Name: 'Agency' });
  insert(org, 'Account', { Name: 'Acme Tools' });
  insert(org, 'Contact', { LastName: 'First', AccountId: agency, Email: 'info@agency.test' });
  const ids = Array.from({ length: 6 }, (_, index) =>
    insert(org, 'Lead', { LastName: `Person ${index}`, Company: 'Acme Tools', Email: 'info@agency.test' }),
  );
  const features = await featuresOf(org, insertGoal(org), ids);
  assert.deepEqual(
    features.map((row) => row['account_found_by']),
    ids.map(() => 'Company name'),
  );
});
