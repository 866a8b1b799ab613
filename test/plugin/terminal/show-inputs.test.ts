import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GoalInput } from '@plumbline/contract';
import { showInputs } from '../../../plugin/src/terminal/show-inputs.ts';

const inputs: GoalInput[] = [
  {
    ...{ group: 'Account', field: 'industry', label: 'Industry', state: 'used', isComputed: false },
    from: [{ source: 'Lead.Industry', missing: 0.126 }, { source: 'Account.Industry' }],
  },
  {
    ...{ group: 'Activities', field: 'calls_total', label: 'Phone calls in total', state: 'used', isComputed: true },
    from: [{ source: 'Task' }],
  },
  {
    ...{ group: 'Account', field: 'city', label: 'City', state: 'left out', isComputed: false, from: [] },
    ...{ reason: 'It is excluded.', nextStep: 'Take it out.' },
  },
];

test('inputs are shown with their sources, those that are not used with reason and next step', () => {
  const lines: string[] = [];
  let rows: unknown[] = [];
  showInputs({ log: (line = '') => lines.push(line), table: ({ data }) => (rows = [...data]) }, inputs);
  assert.deepEqual(rows, [
    { group: 'Account', label: 'Industry', state: 'used', from: 'Lead.Industry (13 % empty), Account.Industry' },
    { group: 'Activities', label: 'Phone calls in total', state: 'used', from: 'computed from Task' },
    { group: 'Account', label: 'City', state: 'left out', from: '' },
  ]);
  assert.deepEqual(lines, ['City: It is excluded. Take it out.']);
});
