import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { featuresOf } from './read-features.ts';

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
