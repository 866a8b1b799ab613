import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { GoalDraft, Readiness } from '@plumbline/contract';
import { checkNeeds } from '../../../../scoring-service/src/operations/goals/check-needs.ts';
import { checkDraft, checkReadiness } from '../../../../scoring-service/src/operations/goals/check-readiness.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg } from '../../adapters/salesforce/connected-org.ts';

const [known, young] = await Promise.all([startScoringOrg({ leads: 400 }), startScoringOrg()]);
after(() => Promise.all([known.stop(), young.stop()]));
const clock = { now: () => new Date() };
const salesforce = connectTo(known);
const untrained = { activeModel: () => Promise.resolve(undefined) };

const worked = ['Open - Not Contacted', 'Working - Contacted'];
const draft = (changes: Partial<GoalDraft> = {}): GoalDraft => ({
  ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90 },
  conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }],
  ...changes,
});
const textOf = ({ checks }: Readiness, code: number): string | undefined =>
  checks.find((check) => check.code === code)?.text;

test('a draft without statuses is shown those that the leads of the org leave, by few calls', async () => {
  const { result, calls } = await callsOf(known, () => checkDraft({ salesforce, clock }, draft()));
  assert.deepEqual(result.suggestedStatuses, worked);
  assert.match(textOf(result, 953) ?? '', /^INFO 953\..*: Open - Not Contacted, Working - Contacted\.$/);
  const named = await callsOf(known, () => checkDraft({ salesforce, clock }, draft({ qualifiedStatuses: worked })));
  assert.equal(named.result.suggestedStatuses, undefined);
  const more = calls.length - named.calls.length;
  assert.ok(more > 0 && more <= 4, `${more} calls`);
});

test('readiness saves the suggestion with a goal that names no statuses, once', async () => {
  const goalId = insertGoal(known);
  const ports = { salesforce, store: untrained, clock };
  const first = await checkReadiness(ports, goalId);
  assert.deepEqual(first.suggestedStatuses, worked);
  assert.deepEqual((await salesforce.readGoal(goalId)).qualifiedStatuses, worked);
  const second = await checkReadiness(ports, goalId);
  assert.deepEqual([second.suggestedStatuses, textOf(second, 953)], [undefined, undefined]);
});

test('a goal that was trained without statuses keeps its empty list and is warned', async () => {
  const goalId = insertGoal(known, { Name: 'Made before', Score_Field__c: 'Lead.Other_Score__c', Active__c: false });
  const goal = { ...(await salesforce.readGoal(goalId)), scoreField: 'Predictive_Score__c', modelVersion: 'v1' };
  const ofGoal = { ...salesforce, readGoal: () => Promise.resolve(goal) };
  const readiness = await checkReadiness({ salesforce: ofGoal, store: untrained, clock }, goalId);
  assert.match(textOf(readiness, 954) ?? '', /every open status/);
  assert.deepEqual((await salesforce.readGoal(goalId)).qualifiedStatuses, []);
});

test('a segment limits the leads that the suggestion is made from', async () => {
  const segment = [{ field: 'Company', operator: 'starts with' as const, values: ['Nobody'] }];
  const readiness = await checkDraft({ salesforce, clock }, draft({ segment }));
  assert.equal(readiness.suggestedStatuses, undefined);
  assert.match(textOf(readiness, 958) ?? '', /suggests none\. The org has: Open - Not Contacted, Working/);
  assert.equal(readiness.isReady, false);
});

test('an org without old leads and history: the statuses of leads that were worked on, from 20 leads on', async () => {
  const ofYoung = connectTo(young);
  const suggested = async () => (await checkDraft({ salesforce: ofYoung, clock }, draft())).suggestedStatuses;
  const add = (count: number) => {
    for (let lead = 0; lead < count; lead++) insert(young, 'Lead', { LastName: `L${lead}`, Company: 'C' });
  };
  add(19);
  assert.equal(await suggested(), undefined);
  add(1);
  assert.deepEqual(await suggested(), ['Open - Not Contacted']);
});

test('an empty list is refused, and so is an unknown status, with the list of the org', async () => {
  const textsOf = async (changes: Partial<GoalDraft>) =>
    (await checkNeeds({ salesforce }, draft(changes))).messages.map(({ text }) => text);
  assert.match((await textsOf({ qualifiedStatuses: [] }))[0] ?? '', /^ERROR 958\..*the list is empty/);
  const empty = await checkDraft({ salesforce, clock }, draft({ qualifiedStatuses: [] }));
  assert.deepEqual([empty.isReady, empty.suggestedStatuses], [false, undefined]);
  assert.deepEqual(await textsOf({}), []);
  const [unknown = ''] = await textsOf({ qualifiedStatuses: ['New'] });
  assert.match(
    unknown,
    /the lead status "New" \(Lead\.Status\)\. .* The org has: Open - Not Contacted, Working - Contacted/,
  );
});

test('score fields that the org lacks are named before the goal is saved', async () => {
  const { messages } = await checkNeeds({ salesforce }, draft({ scoreField: 'Second_Score__c' }));
  assert.match(
    messages[0]?.text ?? '',
    /Lead\.Second_Score__c, Lead\.Second_Score_Band__c.*sf score goal generate fields/,
  );
});
