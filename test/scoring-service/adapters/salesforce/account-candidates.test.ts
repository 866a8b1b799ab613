import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { featuresOf } from './read-features.ts';

const org = await startScoringOrg();
after(() => org.stop());
const leadGoalId = insertGoal(org);

const account = (Name: string, Website?: string): string =>
  insert(org, 'Account', { Name, Industry: `of ${Name}`, ...(Website !== undefined && { Website }) });
let leads = 0;
const lead = (Company: string, fields: { Email?: string; Website?: string } = {}): string =>
  insert(org, 'Lead', { LastName: `Lead ${++leads}`, Company, ...fields });

const acme = account('Acme GmbH', 'https://www.acme.test/de');
account('Acme Holding', 'holding.test');
account('Société Générale SA');
account('Škoda Auto a.s.');
account('The Kröger & Söhne GmbH & Co. KG');
const sisters = [account('Sister Works', 'sister.test'), account('Sister Foods', 'sister.test')];
account('Namesake Ltd');
account('Namesake, Inc.');
// Found by the same pattern as acme.test, and another company.
account('Company', 'acme.testing');
const employer = account('Employer', 'employer.test');
insert(org, 'Contact', { LastName: 'Curie', AccountId: employer, Email: 'curie@acme.test' });

const expected: [string, string | undefined, string | undefined][] = [
  [lead('Other', { Email: 'ada@mail.ACME.test' }), 'Acme GmbH', 'E-mail domain'],
  [lead('Other', { Email: 'ada@gmail.com', Website: 'acme.test' }), 'Acme GmbH', 'Web site'],
  [lead('Other', { Website: 'https://www.facebook.com/acme.test' }), undefined, undefined],
  [lead('ACME'), 'Acme GmbH', 'Company name'],
  [lead('ACME', { Email: 'ada@elsewhere.test' }), undefined, undefined],
  [lead('Societe Generale', { Email: 'ada@elsewhere.test' }), 'Société Générale SA', 'Company name'],
  [lead('SKODA AUTO'), 'Škoda Auto a.s.', 'Company name'],
  [lead('Kroger und Sohne'), 'The Kröger & Söhne GmbH & Co. KG', 'Company name'],
  [lead('Sister Foods Ltd', { Email: 'ada@sister.test' }), 'Sister Foods', 'Company name'],
  [lead('Sister', { Email: 'ada@sister.test' }), undefined, undefined],
  [lead('Namesake'), undefined, undefined],
  [lead("O'Neill % Sons_"), undefined, undefined],
  [lead('[not provided]'), undefined, undefined],
  [lead('Acme', { Email: 'curie@acme.test' }), 'Employer', 'Contact'],
];

test('a single evaluation, a list and the extraction find the same account of a lead the same way', async () => {
  const found = await featuresOf(
    org,
    leadGoalId,
    expected.map(([id]) => id),
  );
  assert.deepEqual(
    found.map((row) => [row['industry'], row['account_found_by']]),
    expected.map(([, name, way]) => [name && `of ${name}`, way]),
  );
});

test('an account has the same leads of its company alone and in the extraction', async () => {
  const won = '{"field":"StageName","operator":"changes to","values":["Closed Won"]}';
  const goalId = insertGoal(org, {
    ...{ Name: 'Account buys', Profile_Type__c: 'Account', Object__c: 'Account', Condition_1__c: won },
    ...{ Goal_Type__c: 'Opportunity updated', Score_Field__c: 'Account.Predictive_Score__c' },
  });
  const found = await featuresOf(org, goalId, [acme, ...sisters, employer]);
  assert.deepEqual(
    found.map((row) => row['open_leads']),
    [3, 0, 1, 1],
  );
});

test('no request more than website events take; a field that cannot be filtered is no way', async () => {
  const salesforce = connectTo(org);
  const goal = await salesforce.readGoal(leadGoalId);
  const facts = await salesforce.describe(describedObjects(goal));
  const plan = planSource(goal, facts);
  const { calls } = await callsOf(org, () => salesforce.readRecord(goal.id, plan, expected[0]?.[0] ?? ''));
  assert.equal(calls.length, 2);
  const encrypted = (facts['Account'] ?? []).map((fact) =>
    fact.name === 'Website' ? { ...fact, isFilterable: false } : fact,
  );
  assert.deepEqual(planSource(goal, { ...facts, Account: encrypted }).accountWays, ['Company name']);
  assert.deepEqual(plan.accountWays, ['E-mail domain', 'Web site', 'Company name']);
});
