import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '@plumbline/contract';
import {
  goalNeeds,
  lastModelNeeds,
  modelNeeds,
  isUnwritable,
  savedGoalNeeds,
  warningsOf,
} from '../../../../scoring-service/src/domain/needs/goal-needs.ts';
import {
  findingsOf,
  objectsOfNeeds,
  parentsOfNeeds,
  readinessOfNeeds,
  unmetNeeds,
  withKnownValues,
} from '../../../../scoring-service/src/domain/needs/org-needs.ts';
import type { Need } from '../../../../scoring-service/src/domain/needs/org-needs.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { leadGoal } from '../features/lead-goal.ts';
import { fact, orgFacts } from '../features/org-facts.ts';

const listed = (...values: string[]) => values.map((value) => ({ value, label: value }));
const status = fact('Status', 'picklist', { values: listed('Open', 'Working'), inactiveValues: listed('Old') });
const withStatus = (facts: OrgFacts): OrgFacts => ({
  ...facts,
  Lead: (facts['Lead'] ?? []).map((one) => (one.name === 'Status' ? status : one)),
});
const org = withStatus(orgFacts());
const without = (object: string, field: string): OrgFacts => ({
  ...org,
  [object]: (org[object] ?? []).filter(({ name }) => name !== field),
});
const textsOf = (needs: readonly Need[], facts: OrgFacts = org): string[] =>
  findingsOf(unmetNeeds(needs, facts)).map(({ code, detail }) => textOf(code, detail));

test('a status is compared as the platform compares it, and an inactive one still exists', () => {
  assert.deepEqual(textsOf(goalNeeds(leadGoal({ qualifiedStatuses: ['open', ' WORKING ', 'Old'] }))), []);
});

test('score fields that are missing or cannot be written are needs of a saved goal, with the next step', () => {
  const writable: OrgFacts = {
    ...org,
    Lead: (org['Lead'] ?? []).map((one) => ({ ...one, isUpdateable: !one.name.endsWith('_Band__c') })),
  };
  const goal = leadGoal({ qualifiedStatuses: [] });
  assert.deepEqual(textsOf(savedGoalNeeds(goal), writable), [
    'ERROR 945. The score goal names what the org does not have or the integration user cannot read: ' +
      'Lead.Predictive_Score_Band__c (edit). Create the score fields if they are missing, and give the integration user edit access: ' +
      'those of the package with the permission set ScoringIntegration.',
  ]);
  assert.ok(isUnwritable(unmetNeeds(savedGoalNeeds(goal), writable)));
  assert.ok(!isUnwritable(unmetNeeds(goalNeeds(leadGoal({ qualifiedStatuses: ['Contacted'] })), writable)));
  const [text = ''] = textsOf(savedGoalNeeds(leadGoal({ qualifiedStatuses: [], scoreField: 'Gone__c' })), writable);
  assert.match(text, /: Lead\.Gone__c \(edit\), Lead\.Gone_Band__c \(edit\).*\. Create the score fields/);
});

test('a status that the org does not have is named with the next step', () => {
  assert.deepEqual(textsOf(goalNeeds(leadGoal({ qualifiedStatuses: ['Open', 'Contacted', 'Called'] }))), [
    'ERROR 945. The score goal names what the org does not have or the integration user cannot read: ' +
      'the lead status "Contacted" (Lead.Status), the lead status "Called" (Lead.Status). ' +
      'Edit the qualified statuses of the score goal.',
  ]);
});

test('fields and values of conditions and settings are checked alike', () => {
  const conditions = [
    { field: 'Gone__c', operator: 'equals' as const, values: ['x'] },
    { field: 'Status', operator: 'equals' as const, values: ['Signed'] },
    { field: 'Status', operator: 'contains' as const, values: ['ign'] },
  ];
  const [text = ''] = textsOf(goalNeeds(leadGoal({ conditions, settings: { extraFields: ['Lost__c'] } })));
  assert.match(text, /Lead\.Gone__c\. Clone the score goal and define it with a field/);
  assert.match(text, /The value "Signed" \(Lead\.Status\)\. Clone the score goal and define it with values/);
  assert.match(text, /Lead\.Lost__c\. Give the integration user read access, or take the field out/);
  assert.doesNotMatch(text, /"x"|"ign"/);
  // What is not saved yet is defined, not cloned.
  const [ofDraft = ''] = textsOf(goalNeeds({ ...leadGoal({ conditions }), id: '' }));
  assert.doesNotMatch(ofDraft, /Clone/);
  assert.match(
    ofDraft,
    /Define the goal with a field of the org, or give .*\. Define the goal with values of the org\./,
  );
});

test('a value that the org does not have is followed by those that it has, the first of many', () => {
  const values = listed(...Array.from({ length: 30 }, (_, index) => `Value ${index + 1}`));
  const picklist = fact('Level__c', 'picklist', { values });
  const facts = { ...org, Lead: [...(org['Lead'] ?? []), picklist] };
  const segment = [{ field: 'Level__c', operator: 'equals' as const, values: ['Value 31'] }];
  const unmet = unmetNeeds(goalNeeds(leadGoal({ segment })), facts).map((need) => withKnownValues(need, facts));
  const [{ detail } = { detail: '' }] = findingsOf(unmet);
  assert.equal(
    detail,
    'the value "Value 31" (Lead.Level__c). Correct the segment of the score goal. The org has: ' +
      `${Array.from({ length: 12 }, (_, index) => `Value ${index + 1}`).join(', ')} and 18 more.`,
  );
});

test('a segment is checked on the scored object, and is corrected on the goal', () => {
  const segment = [
    { field: 'Status', operator: 'equals' as const, values: ['Signed'] },
    { field: 'Gone__c', operator: 'is set' as const, values: [] },
  ];
  const [text = ''] = textsOf(goalNeeds(leadGoal({ segment })));
  assert.match(
    text,
    /the value "Signed" \(Lead\.Status\)\. Correct the segment of the score goal\. Lead\.Gone__c\. Correct the segment of the score goal, or give/,
  );
});

test('every field that a model reads is a need, whatever the object', () => {
  const plan = planSource(leadGoal(), org);
  const needs = modelNeeds(plan);
  assert.deepEqual(unmetNeeds(needs, org), []);
  assert.ok(parentsOfNeeds(needs, org).includes('Individual'));
  for (const { object, columns } of plan.tables) {
    for (const { path } of columns.filter(({ path: one }) => !one.includes('.'))) {
      assert.match(textsOf(needs, without(object, path)).join(' '), new RegExp(`948\\..*${object}\\.${path}`));
    }
  }
});

test('a run that goes on warns in the same words', () => {
  const unmet = unmetNeeds(goalNeeds(leadGoal({ qualifiedStatuses: ['Contacted'] })), org);
  const [error] = findingsOf(unmet);
  assert.deepEqual(warningsOf(unmet), [{ code: 947, detail: error?.detail }]);
});

test('readiness fails by what the goal names, and only warns of inputs that the next model can do without', () => {
  const plan = planSource(leadGoal(), org);
  const checks = (facts: OrgFacts, needs: Need[]) => readinessOfNeeds(unmetNeeds(needs, facts));
  assert.deepEqual(
    checks(without('Lead', 'Title'), [
      ...goalNeeds(leadGoal({ qualifiedStatuses: ['Gone'] })),
      ...modelNeeds(plan),
    ]).map(({ code, outcome }) => [code, outcome]),
    [
      [945, 'failed'],
      [948, 'warned'],
    ],
  );
});

test('history tracking is a need of the field, by the list of tracked fields', () => {
  const need = (field: string): Need => ({ kind: 'tracking', object: 'Lead', field, code: 945, nextStep: 'Track it.' });
  const history = fact('Field', 'picklist', { values: listed('Status') });
  const tracked = {
    ...org,
    LeadHistory: [...(org['LeadHistory'] ?? []).filter(({ name }) => name !== 'Field'), history],
  };
  assert.deepEqual(unmetNeeds([need('status'), need('Industry')], tracked), [need('Industry')]);
  assert.deepEqual(objectsOfNeeds([need('Status')]), ['Lead', 'LeadHistory']);
});

test('a training names the fields of the last model that it does without', () => {
  const needs = lastModelNeeds(planSource(leadGoal(), org));
  assert.deepEqual(textsOf(needs), []);
  assert.match(textsOf(needs, without('Lead', 'Title')).join(' '), /^WARNING 949\..*: Lead\.Title\. Give the/);
});
