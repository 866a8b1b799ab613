import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { FieldFact } from '../../../../scoring-service/src/domain/org-facts.ts';
import { leadGoal } from './lead-goal.ts';
import { fact, orgFacts } from './org-facts.ts';

const facts = orgFacts();
const withPicklists = (object: string, ...picklists: FieldFact[]) => ({
  ...facts,
  [object]: [...(facts[object] ?? []).filter(({ name }) => !picklists.some((one) => one.name === name)), ...picklists],
});

const status: FieldFact = {
  ...fact('Status', 'picklist'),
  values: [
    { value: 'Open', label: 'Offen' },
    { value: 'Working', label: 'Working' },
    { value: 'Lost', label: 'Former' },
  ],
  inactiveValues: [
    { value: 'Former', label: 'Former' },
    { value: 'Parked', label: 'Geparkt' },
  ],
};

test('a plan knows the values of the picklists whose history it reads, and the labels that can stand for them', () => {
  const { picklists } = planSource(leadGoal(), withPicklists('Lead', status));
  assert.deepEqual(
    picklists?.filter(({ field }) => field === 'Status'),
    [
      {
        ...{ table: 'lead_history', field: 'Status', values: ['Open', 'Working', 'Lost', 'Former', 'Parked'] },
        labels: [
          { value: 'Open', label: 'Offen' },
          { value: 'Parked', label: 'Geparkt' },
        ],
      },
    ],
  );
});

test('of opportunities, those that conditions name', () => {
  const stage: FieldFact = { ...fact('StageName', 'picklist'), values: [{ value: 'Closed Won', label: 'Gewonnen' }] };
  const goal = leadGoal({
    goalType: 'Opportunity updated',
    conditions: [{ field: 'StageName', operator: 'changes to', values: ['Closed Won'] }],
  });
  const { picklists } = planSource(goal, withPicklists('Opportunity', stage));
  assert.deepEqual(
    picklists?.filter(({ table }) => table === 'opportunity_history').map(({ field, labels }) => [field, labels]),
    [['StageName', [{ value: 'Closed Won', label: 'Gewonnen' }]]],
  );
});
