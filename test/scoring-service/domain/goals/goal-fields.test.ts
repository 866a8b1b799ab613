import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goalFields } from '../../../../scoring-service/src/domain/goals/goal-fields.ts';
import type { OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { fact } from '../features/org-facts.ts';

const values = (...names: string[]) => ({ values: names.map((value) => ({ value, label: `${value}!` })) });

const facts: OrgFacts = {
  Lead: [
    fact('Budget__c', 'currency'),
    fact('Email', 'email'),
    fact('Description', 'textarea'),
    fact('Predictive_Score__c', 'double'),
    fact('IsConverted', 'boolean'),
    fact('Channels__c', 'multipicklist', values('Web', 'Fair')),
    fact('ConvertedOpportunityId', 'reference'),
    fact('OwnerId', 'reference'),
    fact('Status', 'picklist', values('Open', 'Closed - Converted')),
    fact('Secret__c', 'string', { isFilterable: false }),
    fact('City'),
  ],
  LeadHistory: [fact('Field', 'picklist', values('Owner', 'Status', 'leadConverted'))],
  Opportunity: [
    fact('Name'),
    fact('Amount', 'currency'),
    fact('OwnerId', 'reference', { label: 'Owner ID' }),
    fact('CloseDate', 'date'),
    fact('StageName', 'picklist', values('Prospecting', 'Closed Won')),
  ],
  OpportunityFieldHistory: [fact('Field', 'picklist', values('Amount', 'Owner', 'created'))],
};

const leadFields = goalFields({ goalType: 'Lead converted', profileType: 'Person' }, facts, ['Closed - Converted']);
const find = (name: string) => leadFields.find(({ field }) => field === name);

test('the status, the owner and the opportunity of a conversion come first', () => {
  assert.deepEqual(
    leadFields.slice(0, 3).map(({ field, label }) => [field, label]),
    [
      ['Status', 'Converted Status'],
      ['OwnerId', 'Assigned To'],
      ['ConvertedOpportunityId', 'Converted Opportunity exists'],
    ],
  );
  assert.deepEqual(find('ConvertedOpportunityId')?.operators, ['is set', 'is not set']);
});

test('only statuses that a converted lead can have are offered', () => {
  assert.deepEqual(find('Status')?.values, [{ value: 'Closed - Converted', label: 'Closed - Converted!' }]);
});

test('every further field that a goal can compare is offered, by its label', () => {
  assert.deepEqual(
    leadFields.slice(3).map(({ field }) => field),
    ['Budget__c', 'Channels__c', 'City'],
  );
});

test('operators follow the type, and nothing on a lead is asked for a change', () => {
  assert.ok(find('Budget__c')?.operators.includes('greater or equal'));
  assert.ok(find('City')?.operators.includes('starts with'));
  assert.ok(!find('OwnerId')?.operators.includes('contains'));
  assert.deepEqual(find('Channels__c')?.operators, ['is set', 'is not set']);
  assert.ok(leadFields.every(({ operators }) => !operators.includes('changes to')));
  assert.deepEqual([find('Status')?.hasHistory, find('City')?.hasHistory], [true, false]);
});

for (const profileType of ['Person', 'Account'] as const) {
  test(`a ${profileType} goal uses opportunity fields with history, the stage always among them`, () => {
    const fields = goalFields({ goalType: 'Opportunity updated', profileType }, facts, []);
    assert.deepEqual(
      fields.map(({ field }) => field),
      ['StageName', 'Amount', 'OwnerId'],
    );
    assert.deepEqual(fields[0]?.operators.slice(0, 2), ['changes to', 'changes from']);
    assert.deepEqual(
      fields[0]?.values?.map(({ value }) => value),
      ['Prospecting', 'Closed Won'],
    );
    assert.ok(fields.every(({ hasHistory }) => hasHistory));
  });
}

test('an account goal knows no conversion, and an object that cannot be read is named', () => {
  const conversion = { goalType: 'Lead converted', profileType: 'Account' } as const;
  assert.throws(() => goalFields(conversion, facts, []), { kind: 'request.invalid' });
  assert.throws(() => goalFields({ goalType: 'Opportunity updated', profileType: 'Person' }, {}, []), {
    kind: 'salesforce.no-access',
    message: /Opportunity/,
  });
});
