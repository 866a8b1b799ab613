import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg } from './deployed-org.ts';
import { anotherGoal, definition, otherDefinition, otherSettings } from './goal-values.ts';
import { create, readOne, refusedCreate, refusedUpdate, update } from './save-records.ts';
import type { Values } from './save-records.ts';

let org: DeployedOrg;
let admin: Connection;

before(async () => {
  org = await startDeployedOrg();
  await org.assign('admin', 'ScoringAdmin');
  await org.assign('integration', 'ScoringIntegration');
  admin = org.as('admin');
});
after(() => org.stop());

const createGoal = (values?: Values): Promise<string> => create(admin, 'Score_Goal__c', anotherGoal(values));

const ruleBroken = 'FIELD_CUSTOM_VALIDATION_EXCEPTION';

test('every field that an admin can write is either of the definition or a setting', async () => {
  const { fields } = await admin.describe('Score_Goal__c');
  const writable = fields.filter(({ custom, updateable }) => custom && updateable).map(({ name }) => name);
  const known = [...Object.keys(definition), ...Object.keys(otherSettings)].filter((name) => name !== 'Name');
  assert.deepEqual(writable.sort(), known.sort());
});

for (const [field, value] of Object.entries(otherDefinition)) {
  test(`a goal keeps its ${field} as it was created`, async () => {
    const before = anotherGoal();
    const Id = await create(admin, 'Score_Goal__c', before);
    const errors = await refusedUpdate(admin, 'Score_Goal__c', { Id, [field]: value });
    assert.deepEqual(
      errors.map(({ statusCode }) => statusCode),
      [ruleBroken],
    );
    assert.match(errors[0]?.message ?? '', /definition .* never changes .* use Clone/);
    const goal = await readOne(admin, `SELECT ${field} FROM Score_Goal__c WHERE Id = '${Id}'`);
    assert.equal(goal[field], before[field]);
  });
}

test('neither the letter case of a name changes nor can a condition be blanked', async () => {
  const Id = await createGoal({ Name: 'Big deals', Unique_Name__c: 'Big deals' });
  const changes: Values[] = [{ Name: 'big deals', Unique_Name__c: 'big deals' }, { Condition_1__c: null }];
  for (const change of changes) {
    const [error] = await refusedUpdate(admin, 'Score_Goal__c', { Id, ...change });
    assert.match(error?.message ?? '', /use Clone/);
  }
});

test('the service cannot rename a goal, although no field permission guards a name', async () => {
  const Id = await createGoal();
  const [error] = await refusedUpdate(org.as('integration'), 'Score_Goal__c', { Id, Name: 'Mine' });
  assert.equal(error?.statusCode, ruleBroken);
});

for (const [field, value] of Object.entries(otherSettings)) {
  test(`${field} may change, and the unchanged definition may be sent along`, async () => {
    const goal = anotherGoal();
    const Id = await create(admin, 'Score_Goal__c', goal);
    await update(admin, 'Score_Goal__c', { Id, ...goal, [field]: value });
    const after = await readOne(admin, `SELECT ${field} FROM Score_Goal__c WHERE Id = '${Id}'`);
    assert.equal(after[field], value);
  });
}

test('a goal may say no more than its definition: the rest has defaults', async () => {
  const { Timeframe_Days__c, Merge_Policy__c, ...least } = anotherGoal();
  assert.ok(Timeframe_Days__c !== undefined && Merge_Policy__c !== undefined);
  const Id = await create(admin, 'Score_Goal__c', least);
  const goal = await readOne(
    admin,
    `SELECT Timeframe_Days__c, Merge_Policy__c, Score_Basis__c, High_From__c, Medium_From__c, Active__c,
       Background_Update__c, Status__c FROM Score_Goal__c WHERE Id = '${Id}'`,
  );
  const { attributes, ...values } = goal;
  assert.ok(attributes);
  assert.deepEqual(values, {
    Timeframe_Days__c: '90',
    Merge_Policy__c: 'Lead first',
    Score_Basis__c: 'relative',
    High_From__c: 80,
    Medium_From__c: 50,
    Active__c: true,
    Background_Update__c: false,
    Status__c: 'Waiting for training',
  });
});

const needed = Object.keys(definition).filter((name) => !/^Name$|^Condition_[2-5]/.test(name));

for (const field of needed) {
  test(`a goal without ${field} is not complete`, async () => {
    const errors = await refusedCreate(admin, 'Score_Goal__c', anotherGoal({ [field]: null }));
    assert.deepEqual(
      errors.map(({ statusCode }) => statusCode),
      [ruleBroken],
    );
    assert.match(errors[0]?.message ?? '', /^The definition is not complete/);
  });
}

const account = { Profile_Type__c: 'Account', Goal_Type__c: 'Opportunity updated' };
const contradictions: [wrong: string, values: Values, field: string, message: RegExp][] = [
  ['whose unique name is another', { Unique_Name__c: 'x' }, 'Unique_Name__c', /must be the same/],
  ['of persons that scores accounts', { Object__c: 'Account' }, 'Object__c', /Person goal scores leads or contacts/],
  ['of accounts that scores leads', account, 'Object__c', /Account goal scores accounts/],
  ['of accounts that scores contacts', { ...account, Object__c: 'Contact' }, 'Object__c', /Account goal scores/],
  [
    'of accounts to be converted',
    { Profile_Type__c: 'Account', Object__c: 'Account', Score_Field__c: 'Account.S__c' },
    'Goal_Type__c',
    /Account goal uses Opportunity updated/,
  ],
  ['that scores another object', { Object__c: 'Contact' }, 'Score_Field__c', /field of the scored object/],
  ['with an unqualified score field', { Score_Field__c: 'Score__c' }, 'Score_Field__c', /Lead\.Predictive_Score__c/],
  ['with a standard score field', { Score_Field__c: 'Lead.Rating' }, 'Score_Field__c', /custom field/],
  ['with a score field of Leads', { Score_Field__c: 'Leads.Score__c' }, 'Score_Field__c', /scored object/],
];

for (const [wrong, values, field, message] of contradictions) {
  test(`a goal ${wrong} is refused`, async () => {
    const errors = await refusedCreate(admin, 'Score_Goal__c', anotherGoal(values));
    const reported = errors.find(({ fields }) => fields.includes(field));
    assert.equal(reported?.statusCode, ruleBroken);
    assert.match(reported.message, message);
  });
}

const consistent: [right: string, values: Values][] = [
  ['contacts', { Object__c: 'Contact', Goal_Type__c: 'Opportunity updated', Score_Field__c: 'Contact.Score__c' }],
  ['accounts', { ...account, Object__c: 'Account', Score_Field__c: 'Account.Score__c' }],
];

for (const [right, values] of consistent) {
  test(`a goal may score ${right}`, async () => {
    assert.ok(await createGoal(values));
  });
}

test('no two goals share a name or a score field, whatever the letter case', async () => {
  const first = anotherGoal();
  const id = await create(admin, 'Score_Goal__c', first);
  const name = String(first.Name).toUpperCase();
  const sharing: [field: string, values: Values][] = [
    ['Unique_Name__c', { Name: name, Unique_Name__c: name }],
    ['Score_Field__c', { Score_Field__c: String(first.Score_Field__c).replace('Score', 'SCORE') }],
  ];
  for (const [field, values] of sharing) {
    const [error] = await refusedCreate(admin, 'Score_Goal__c', anotherGoal(values));
    assert.equal(error?.statusCode, 'DUPLICATE_VALUE');
    assert.ok(error.message.includes(`${field} duplicates value on record with id: ${id.slice(0, 15)}`), error.message);
  }
});
