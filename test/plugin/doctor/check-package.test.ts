import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPackage } from '../../../plugin/src/doctor/check-package.ts';

const settings = ['Settings__c', 'Model_Version__c', 'Score_Basis__c'];

/** An org that shows these objects, the goals with these fields. */
const orgWith = (objects: string[], { prefix = null as string | null, fields = settings } = {}) => ({
  query: () => Promise.resolve({ records: [{ NamespacePrefix: prefix }] as never[] }),
  describe: (object: string) =>
    objects.includes(object)
      ? Promise.resolve({ fields: fields.map((name) => ({ name })) })
      : Promise.reject(new Error('NOT_FOUND')),
  describeGlobal: () => Promise.resolve({ sobjects: objects.map((name) => ({ name })) }),
});

test('a package that the user has access to is installed', async () => {
  const { isPassed, detail } = await checkPackage(orgWith(['Lead', 'Score_Goal__c']));
  assert.deepEqual([isPassed, detail], [true, 'Plumbline is installed, and you have access to it.']);
});

test('a package with a namespace prefix is reported as such, with the next step', async () => {
  const { isPassed, detail, command } = await checkPackage(orgWith(['Lead', 'plumb__Score_Goal__c']));
  assert.equal(isPassed, false);
  assert.match(
    detail,
    /^The org has the package's objects only with the namespace prefix "plumb" \(plumb__Score_Goal__c\)\./,
  );
  assert.match(command ?? '', /^Deploy the package from source, without a namespace/);
});

test('an org with a namespace of its own is not supported', async () => {
  const { isPassed, detail } = await checkPackage(orgWith(['Lead', 'Score_Goal__c'], { prefix: 'acme' }));
  assert.equal(isPassed, false);
  assert.match(detail, /^The org has the namespace "acme"\./);
});

test('a package that is not there, or not to be seen, is not an error of the org', async () => {
  const { isPassed, detail, command } = await checkPackage(orgWith(['Lead', 'Other_Score_Goals__c']));
  assert.equal(isPassed, false);
  assert.match(detail, /^You don't see the object Score_Goal__c: Plumbline is not deployed, or/);
  assert.equal(command, 'sf org assign permset --name ScoringAdmin');
});

test('fields without access are named', async () => {
  const { detail } = await checkPackage(orgWith(['Score_Goal__c'], { fields: ['Settings__c'] }));
  assert.equal(detail, "You don't have access to these fields of Score_Goal__c: Model_Version__c, Score_Basis__c.");
});
