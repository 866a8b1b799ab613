import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as contract from '@plumbline/contract';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg } from './deployed-org.ts';

let org: DeployedOrg;

before(async () => {
  org = await startDeployedOrg();
  await org.assign('integration', 'ScoringIntegration');
});
after(() => org.stop());

// The service parses what it reads and writes by the contract: a value that only one side knows would stop a run.
const agreed: [object: string, field: string, values: readonly (string | number)[]][] = [
  ['Score_Goal__c', 'Profile_Type__c', contract.profileTypeSchema.options],
  ['Score_Goal__c', 'Object__c', contract.scoredObjectSchema.options],
  ['Score_Goal__c', 'Goal_Type__c', contract.goalTypeSchema.options],
  ['Score_Goal__c', 'Timeframe_Days__c', contract.timeframesDays],
  ['Score_Goal__c', 'Merge_Policy__c', contract.mergePolicySchema.options],
  ['Score_Goal__c', 'Score_Basis__c', contract.scoreBasisSchema.options],
  ['Score_Goal__c', 'Status__c', contract.goalStatusSchema.options],
  ['Score_Run__c', 'Job_Type__c', contract.jobTypeSchema.options],
  ['Score_Run__c', 'Profile_Type__c', contract.profileTypeSchema.options],
  ['Score_Run__c', 'Trigger__c', contract.triggerSchema.options],
  ['Score_Run__c', 'Status__c', contract.runStatusSchema.options],
  ...contract.scoredObjectSchema.options
    .map((object) => [object, 'Predictive_Score_Band__c', contract.bandSchema.options] as const)
    .map(([object, field, values]): [string, string, readonly string[]] => [object, field, values]),
];

for (const [object, name, values] of agreed) {
  test(`${object}.${name} takes the values of the contract and no others`, async () => {
    const { fields } = await org.as('integration').describe(object);
    const field = fields.find((candidate) => candidate.name === name);
    assert.deepEqual(
      field?.picklistValues?.map(({ value }) => value),
      values.map(String),
    );
    assert.equal(field.restrictedPicklist, true);
  });
}
