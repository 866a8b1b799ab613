import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { goalSettingsSchema } from '@plumbline/contract';
import type { GoalDraft } from '@plumbline/contract';
import { checkConnection } from '../../../../scoring-service/src/operations/connection.ts';
import { checkDraft } from '../../../../scoring-service/src/operations/goals/check-readiness.ts';
import { integrationUsername, startOrg } from '../../../local-org/src/index.ts';
import type { RunningOrg } from '../../../local-org/src/index.ts';
import { connectTo, insert, insertGoal, startScoringOrg } from '../../adapters/salesforce/connected-org.ts';

const tracking = await startScoringOrg();
const bare = await startOrg({ metadata: ['force-app/main/default'] });
bare.org.assignPermissionSet(bare.org.userId(integrationUsername) ?? '', 'ScoringIntegration');
bare.org.assignPermissionSet(bare.org.userId('admin@local.org') ?? '', 'ScoringAdmin');
after(() => Promise.all([tracking.stop(), bare.stop()]));
const clock = { now: () => new Date() };

const draft = (changes: Partial<GoalDraft> = {}): GoalDraft => ({
  ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90 },
  conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }],
  qualifiedStatuses: ['Open - Not Contacted'],
  ...changes,
});

async function trackingCheck(running: RunningOrg, changes: Partial<GoalDraft> = {}) {
  const { checks } = await checkDraft({ salesforce: connectTo(running), clock }, draft(changes));
  return checks.find(({ code }) => code === 963);
}

const ping = () => Promise.resolve();
const store = { ping, activeModel: () => Promise.resolve(undefined) };
const ports = { store, queue: { ping }, service: { version: '1.0.0', apiShare: 0.8 } };
async function setupCheck(running: RunningOrg) {
  const { checks } = await checkConnection({ ...ports, salesforce: connectTo(running) }, { rights: 'manage' });
  return checks.find(({ name }) => name === 'Field history');
}

test('readiness, Setup and doctor say in the same words that lead statuses are not tracked, and the effect', async () => {
  const check = await trackingCheck(bare);
  assert.equal(check?.outcome, 'warned');
  assert.match(
    check.text,
    /^WARNING 963.*Lead\.Status\. Switch on history tracking for Lead Status: .*count as qualified/,
  );
  insertGoal(bare, { Qualified_Statuses__c: 'Open - Not Contacted' });
  const setup = await setupCheck(bare);
  assert.equal(setup?.isDone, false);
  assert.equal(setup.detail, check.text);
  assert.match(setup.action ?? '', /^Switch on history tracking for Lead Status/);
});

test('a tracked status without a recorded change is as little known; with one, nothing is missing', async () => {
  assert.equal((await trackingCheck(tracking))?.outcome, 'warned');
  const id = insert(tracking, 'Lead', { LastName: 'L', Company: 'C', Status: 'Open - Not Contacted' });
  const admin = tracking.org.userId('admin@local.org') ?? '';
  assert.ok(tracking.org.write(admin, 'update', 'Lead', { Id: id, Status: 'Working - Contacted' }).success);
  assert.equal(await trackingCheck(tracking), undefined);
  insertGoal(tracking, { Qualified_Statuses__c: 'Open - Not Contacted' });
  assert.equal((await setupCheck(tracking))?.isDone, true);
});

test('a condition on a field of opportunities that is not tracked is named; stages are always kept', async () => {
  const conditions = (field: string) => [{ field, operator: 'is set' as const, values: [] }];
  const goal = { object: 'Account', profileType: 'Account', goalType: 'Opportunity updated' } as const;
  const amount = await trackingCheck(bare, { ...goal, qualifiedStatuses: [], conditions: conditions('Amount') });
  assert.match(amount?.text ?? '', /Opportunity\.Amount\. Switch on history tracking for it/);
  assert.equal(
    await trackingCheck(bare, { ...goal, qualifiedStatuses: [], conditions: conditions('StageName') }),
    undefined,
  );
});

test('a goal that learns from records as they stand needs no history', async () => {
  assert.equal(await trackingCheck(bare, { settings: goalSettingsSchema.parse({ learnFrom: 'creation' }) }), undefined);
});
