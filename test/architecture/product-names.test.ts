import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkProductNames } from './product-names.ts';

const inOrg = (text: string) => ({ path: 'test/local-org/src/x.ts', text });

test('a name of the product in the local org is found with its line, in any spelling', () => {
  for (const name of ['Plumbline', 'Score_Goal__c', 'scoreRun', 'Predictive_Score__c', 'ScoringAdmin', 'force-app']) {
    const [found, ...others] = checkProductNames([inOrg(`// first\nconst planted = '${name}';`)]);
    assert.match(found ?? '', /^test\/local-org\/src\/x\.ts:2 names the product: /, name);
    assert.deepEqual(others, []);
  }
});

test('a file of the local org that is named after the product is found', () => {
  assert.deepEqual(checkProductNames([{ path: 'test/local-org/src/score-goal.ts', text: '' }]), [
    'test/local-org/src/score-goal.ts is named after the product: score-goal',
  ]);
});

test('columns of a public data set and other folders may say score', () => {
  assert.deepEqual(checkProductNames([inOrg("'Asymmetrique Profile Score'")]), []);
  assert.deepEqual(checkProductNames([{ path: 'test/flows/automation.test.ts', text: 'Score_Goal__c' }]), []);
});
