import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcedFields } from '../../../../scoring-service/src/domain/features/feature-sources.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { FieldFact, OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { accountGoal, contactGoal, leadGoal } from './lead-goal.ts';
import { fact, orgFacts } from './org-facts.ts';

const lookup = (name: string, to: string, more: Partial<FieldFact> = {}): FieldFact =>
  fact(name, 'reference', {
    ...{ referenceTo: [to], relationshipName: name.replace(/__c$/, '__r').replace(/Id$/, '') },
    ...more,
  });

/** An org with custom fields of every record, lookups to products, people and companies, and tracked account fields. */
function richFacts(tracked: readonly string[] = ['Industry']): OrgFacts {
  const facts = orgFacts();
  const add = (object: string, ...fields: FieldFact[]): FieldFact[] => [...(facts[object] ?? []), ...fields];
  const values = tracked.map((value) => ({ value, label: value }));
  return {
    ...facts,
    Lead: add('Lead', fact('Need__c', 'picklist'), lookup('Product__c', 'Product2'), lookup('Expert__c', 'User')),
    Contact: add('Contact', fact('Level__c', 'picklist'), fact('Private_Mail__c', 'email')),
    Account: add(
      'Account',
      ...[fact('Tier__c', 'picklist'), fact('Need__c', 'picklist'), fact('Renewal__c', 'date')],
      ...[fact('Ownership', 'picklist'), fact('Rating', 'picklist'), fact('AccountSource', 'picklist')],
      ...[lookup('Product__c', 'Product2'), lookup('ParentId', 'Account')],
    ),
    AccountHistory: (facts['AccountHistory'] ?? []).map((one) => (one.name === 'Field' ? { ...one, values } : one)),
    Product2: [fact('Id', 'id'), fact('Name')],
    User: [fact('Id', 'id'), fact('Name')],
  };
}

const fieldOf = (plan: SourcePlan, name: string) => plan.fields.find((field) => field.name === name);
const reasonOf = (plan: SourcePlan, name: string) => plan.leftOut.find(({ field }) => field === name)?.reason;
const pathsOf = (plan: SourcePlan, name: string): string[] =>
  plan.tables.flatMap(({ object, columns }) =>
    columns.flatMap(({ column, path }) => (column === name ? [`${object}.${path}`] : [])),
  );
/** The fields whose past values are read from a history. */
const historyOf = (plan: SourcePlan, name: string): string =>
  plan.tables
    .find((table) => table.name === name)
    ?.columns.flatMap(({ ofFields = [] }) => ofFields)
    .map((field) => `'${field}'`)
    .join() ?? '';

test('further fields of the contact and the account are inputs of a goal on leads, under their own names', () => {
  const extraFields = ['contact.Level__c', 'Account.Renewal__c', 'Contact.Private_Mail__c'];
  const plan = planSource(leadGoal({ settings: { extraFields } }), richFacts());
  assert.deepEqual(
    ['Contact.Level__c', 'Account.Renewal__c', 'Contact.Private_Mail__c'].map((name) => {
      const { label, kind, unit, family } = fieldOf(plan, name) ?? {};
      return [label, kind, unit, family, ...pathsOf(plan, name)];
    }),
    [
      ['Contact: Level', 'category', undefined, 'chosen', 'Contact.Level__c'],
      ['Days since Account: Renewal', 'number', 'days', 'chosen', 'Account.Renewal__c'],
      ['Contact: Private Mail given', 'number', 'yes or no', 'chosen', 'Contact.Private_Mail__c'],
    ],
  );
  assert.match(historyOf(plan, 'contact_history'), /'Level__c'/);
  assert.match(historyOf(plan, 'account_history'), /'Renewal__c'/);
  const sources = new Map(sourcedFields(plan).map((field) => [field.name, field.sources]));
  assert.deepEqual(sources.get('Contact.Level__c'), ['Contact.Level__c']);
  assert.equal(fieldOf(plan, 'Contact.Level__c')?.source, undefined);
});

test('every kind of goal takes further fields of lead, contact and account; those of its own keep their names', () => {
  const extraFields = ['Lead.Need__c', 'Contact.Level__c', 'Account.Tier__c'];
  for (const [goal, own] of [
    [leadGoal({ settings: { extraFields } }), 'Need__c'],
    [contactGoal({ settings: { extraFields } }), 'Level__c'],
    [accountGoal({ settings: { extraFields } }), 'Tier__c'],
  ] as const) {
    const plan = planSource(goal, richFacts());
    const names = extraFields.map((name) => (name === `${goal.object}.${own}` ? own : name));
    assert.deepEqual(
      names.filter((name) => plan.fields.filter((field) => field.name === name).length !== 1),
      [],
      goal.object,
    );
  }
});

test('a lookup that is picked is the name of its related record, by its field or its path', () => {
  for (const name of ['Product__c', 'Product__r.Name', 'product__R.name']) {
    const plan = planSource(leadGoal({ settings: { extraFields: [name] } }), richFacts());
    assert.deepEqual(pathsOf(plan, 'Product__c'), ['Lead.Product__r.Name'], name);
    assert.deepEqual(
      [fieldOf(plan, 'Product__c')?.kind, fieldOf(plan, 'Product__c')?.source],
      ['category', 'Product__c'],
    );
    assert.match(historyOf(plan, 'lead_history'), /'Product__c'/);
    const [sourced] = sourcedFields(plan).filter((field) => field.name === 'Product__c');
    assert.deepEqual(sourced?.sources, ['Lead.Product__c', 'Product2.Name']);
  }
  const ofAccount = planSource(leadGoal({ settings: { extraFields: ['Account.Product__r.Name'] } }), richFacts());
  assert.deepEqual(pathsOf(ofAccount, 'Account.Product__c'), ['Account.Product__r.Name']);
  const unpicked = planSource(leadGoal(), richFacts());
  assert.equal(fieldOf(unpicked, 'Product__c'), undefined);
  assert.match(reasonOf(unpicked, 'Product__c') ?? '', /extraFields/);
});

test('no lookup gives the name of a person or a company, nor its owner', () => {
  const extraFields = ['Expert__c', 'OwnerId', 'Account.ParentId'];
  const facts = richFacts();
  const owner = lookup('OwnerId', 'User');
  const lead = (facts['Lead'] ?? []).filter(({ name }) => name !== 'OwnerId');
  const plan = planSource(leadGoal({ settings: { extraFields } }), { ...facts, Lead: [...lead, owner] });
  for (const name of extraFields) {
    assert.equal(fieldOf(plan, name), undefined, name);
    assert.match(reasonOf(plan, name) ?? '', /people or companies|after it is judged/, name);
  }
});

test('a sensitive or excluded field does not return through another object', () => {
  for (const list of ['sensitiveFields', 'excludedFields'] as const) {
    for (const excluded of ['Level__c', 'Contact.Level__c', 'contact.level__c']) {
      const settings = { extraFields: ['Contact.Level__c'], [list]: [excluded] };
      const plan = planSource(leadGoal({ settings }), richFacts());
      assert.equal(fieldOf(plan, 'Contact.Level__c'), undefined, excluded);
      assert.deepEqual(pathsOf(plan, 'Contact.Level__c'), []);
      assert.match(reasonOf(plan, 'Contact.Level__c') ?? '', /sensitive|excluded/);
    }
    const ofAccount = { extraFields: ['Contact.Level__c'], [list]: ['Account.Level__c'] };
    assert.ok(fieldOf(planSource(leadGoal({ settings: ofAccount }), richFacts()), 'Contact.Level__c'));
  }
});

test('the names and leaks that no field of the scored object may be, no field of another record is either', () => {
  const facts = richFacts();
  const contact = [...(facts['Contact'] ?? []), fact('First_Name__c'), fact('LastActivityDate', 'date')];
  const extraFields = [
    'Contact.First_Name__c',
    'Contact.LastActivityDate',
    'Contact.Name',
    'Account.Predictive_Score__c',
  ];
  const plan = planSource(leadGoal({ settings: { extraFields } }), { ...facts, Contact: contact });
  for (const name of extraFields) {
    assert.equal(fieldOf(plan, name), undefined, name);
    assert.notEqual(reasonOf(plan, name), undefined, name);
  }
});

test('the need is that of the lead, of the account or of both', () => {
  const need = (settings: object): string[] => pathsOf(planSource(leadGoal({ settings }), richFacts()), 'need_type');
  assert.deepEqual(need({ needTypeField: 'Need__c' }), ['Lead.Need__c']);
  assert.deepEqual(need({ needTypeField: 'Account.Need__c' }), ['Account.Need__c']);
  assert.deepEqual(need({ needTypeField: 'Need__c', accountNeedTypeField: 'Need__c' }), [
    'Lead.Need__c',
    'Account.Need__c',
  ]);
  assert.deepEqual(need({ needTypeField: 'Product__c' }), ['Lead.Product__r.Name']);
  const ofAccount = planSource(accountGoal({ settings: { needTypeField: 'Lead.Need__c' } }), richFacts());
  assert.deepEqual(pathsOf(ofAccount, 'need_type'), ['Lead.Need__c']);
  // Texts and dates cannot be one input.
  assert.deepEqual(need({ needTypeField: 'Need__c', accountNeedTypeField: 'Renewal__c' }), ['Lead.Need__c']);
});

test('the kind of a contact and the category of an account are the fields that the settings name', () => {
  const settings = { contactTypeField: 'Level__c', accountCategoryField: 'Tier__c' };
  for (const goal of [leadGoal({ settings }), contactGoal({ settings }), accountGoal({ settings })]) {
    const plan = planSource(goal, richFacts());
    assert.deepEqual(pathsOf(plan, 'contact_type'), ['Contact.Level__c'], goal.object);
    assert.deepEqual(pathsOf(plan, 'account_category'), ['Account.Tier__c'], goal.object);
    assert.equal(fieldOf(plan, 'Level__c') ?? fieldOf(plan, 'Tier__c'), undefined);
  }
  const byDefault = planSource(leadGoal(), richFacts());
  assert.deepEqual(pathsOf(byDefault, 'account_category'), ['Account.Ownership']);
  assert.deepEqual(pathsOf(byDefault, 'contact_type'), []);
  assert.deepEqual(pathsOf(planSource(leadGoal(), orgFacts()), 'account_category'), []);
  const type = planSource(leadGoal({ settings: { accountCategoryField: 'Type' } }), richFacts());
  assert.deepEqual(
    type.fields.filter(({ name }) => ['account_type', 'account_category'].includes(name)).map(({ name }) => name),
    ['account_type'],
  );
});

test('the rating of an account is an input only where its changes are recorded', () => {
  const goal = leadGoal({ settings: { accountCategoryField: 'Rating' } });
  const tracked = planSource(goal, richFacts(['Rating']));
  assert.deepEqual(pathsOf(tracked, 'account_category'), ['Account.Rating']);
  assert.match(historyOf(tracked, 'account_history'), /'Rating'/);
  const untracked = planSource(goal, richFacts());
  assert.deepEqual(pathsOf(untracked, 'account_category'), []);
  assert.match(reasonOf(untracked, 'account_category') ?? '', /Switch on history tracking for Account Rating/);
  const asTheyStand = leadGoal({ settings: { accountCategoryField: 'Rating', learnFrom: 'creation' } });
  assert.deepEqual(pathsOf(planSource(asTheyStand, richFacts(['Rating'])), 'account_category'), []);
  const unpicked = planSource(accountGoal(), richFacts(['Rating']));
  assert.equal(fieldOf(unpicked, 'Rating'), undefined);
});

test('a field of another record that does not exist is named with its object', () => {
  for (const settings of [
    { extraFields: ['Account.Gone__c'] },
    { accountNeedTypeField: 'Gone__c' },
    { accountCategoryField: 'Account.Gone__c' },
  ]) {
    assert.throws(
      () => planSource(leadGoal({ settings }), richFacts()),
      (error) =>
        error instanceof ScoringError && error.kind === 'goal.invalid' && /Account\.Gone__c/.test(error.message),
    );
  }
});
