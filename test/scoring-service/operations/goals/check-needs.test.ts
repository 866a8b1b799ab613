import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { GoalDraft, ReadinessCheck } from '@plumbline/contract';
import { checkNeeds } from '../../../../scoring-service/src/operations/goals/check-needs.ts';
import { checkDraft } from '../../../../scoring-service/src/operations/goals/check-readiness.ts';
import { connectTo, insert, startScoringOrg } from '../../adapters/salesforce/connected-org.ts';

const running = await startScoringOrg();
after(() => running.stop());
const salesforce = connectTo(running);
const clock = { now: () => new Date() };

const draft = (changes: Partial<GoalDraft>): GoalDraft => ({
  ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90 },
  conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }],
  ...changes,
});
const named = (checks: ReadinessCheck[]): ReadinessCheck | undefined => checks.find(({ code }) => code === 945);

test('what the org has is not said to be missing', async () => {
  const fine = draft({ qualifiedStatuses: ['open - not contacted', ' Working - Contacted '] });
  assert.deepEqual(await checkNeeds({ salesforce }, fine), { messages: [] });
  assert.equal(named((await checkDraft({ salesforce, clock }, fine)).checks), undefined);
});

test('a status that the org does not have fails the readiness, in the words of the check before creation', async () => {
  const renamed = draft({ qualifiedStatuses: ['Open - Not Contacted', 'In Progress'] });
  const { messages } = await checkNeeds({ salesforce }, renamed);
  const { isReady, checks } = await checkDraft({ salesforce, clock }, renamed);
  assert.equal(isReady, false);
  assert.equal(named(checks)?.outcome, 'failed');
  assert.match(messages[0]?.text ?? '', /the lead status "In Progress" \(Lead\.Status\)/);
  assert.equal(named(checks)?.text, messages[0]?.text);
});

test('a field that the org does not have is a check with its name, not an error', async () => {
  const unknown = draft({ conditions: [{ field: 'Nowhere__c', operator: 'is set', values: [] }] });
  const { isReady, checks } = await checkDraft({ salesforce, clock }, unknown);
  assert.equal(isReady, false);
  assert.match(named(checks)?.text ?? '', /Lead\.Nowhere__c\. Clone the score goal/);
});

test('a value outside the list of its field is known where a record has it', async () => {
  const fromFair = draft({ conditions: [{ field: 'LeadSource', operator: 'equals', values: ['Fair of 2024'] }] });
  assert.equal((await checkNeeds({ salesforce }, fromFair)).messages.length, 1);
  insert(running, 'Lead', { LastName: 'Fair', Company: 'Fair', LeadSource: 'Fair of 2024' });
  assert.deepEqual((await checkNeeds({ salesforce }, fromFair)).messages, []);
});
