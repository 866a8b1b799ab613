import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreDetailsSchema, scoreResultSchema } from '@plumbline/contract';
import { showScore } from '../../../plugin/src/terminal/show-score.ts';

const ids = { goalId: 'a01000000000001AAA', recordId: '00Q000000000001AAA' };
const result = scoreResultSchema.parse({
  ...{ ...ids, object: 'Lead', score: 82, band: 'High', isQualified: true, factors: [] },
  ...{ scoredAt: '2026-11-20T00:00:00Z', isChanged: true, basis: 'relative' },
});

function shown(account?: object): string[] {
  const lines: string[] = [];
  const details = {
    ...ids,
    goalWords: 'A lead is converted.',
    history: [],
    distribution: [],
    ...(account && { account }),
  };
  showScore({ log: (line = '') => void lines.push(line) }, result, scoreDetailsSchema.parse(details));
  return lines;
}

test('says how the account of a lead was found, and nothing where none was', () => {
  const line = 'Account found by the domain of the e-mail address';
  assert.ok(shown({ foundBy: 'E-mail domain', sources: ['Lead.Email'] }).includes(line));
  assert.ok(!shown().some((text) => text.includes('Account')));
});
