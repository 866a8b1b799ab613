import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { namedSources, readablePart, shownReasons } from './scoring-sources.ts';

const hidden = new Set(['Lead.Industry', 'Task']);
const canRead = (source: string): boolean => !hidden.has(source);
const rights = { canRead, canEdit: (field: string) => field !== 'Lead.Fixed__c' };

test('a part that names something hidden is left out whole, at any depth, and nothing else', () => {
  const exact = { sources: ['Lead.Title', 'Task'], points: 3 };
  const answer = {
    auc: 0.8,
    changes: [
      { sources: ['Lead.Title'], edits: ['Lead.Title'], exact },
      { sources: [], edits: ['Lead.Fixed__c'] },
    ],
    segments: [{ sources: ['Lead.Title'], inner: [{ sources: ['Lead.Industry'] }, { sources: ['Lead'] }] }],
    worth: exact,
  };
  assert.deepEqual(readablePart(answer, rights), {
    auc: 0.8,
    changes: [{ sources: ['Lead.Title'], edits: ['Lead.Title'] }],
    segments: [{ sources: ['Lead.Title'], inner: [{ sources: ['Lead'] }] }],
  });
  assert.deepEqual([...new Set(namedSources(answer))].sort(), [
    'Lead',
    'Lead.Fixed__c',
    'Lead.Industry',
    'Lead.Title',
    'Task',
  ]);
});

const stored = fc.array(
  fc.record({
    field: fc.string(),
    direction: fc.constantFrom('raises', 'lowers'),
    sources: fc.subarray(['Lead', 'Lead.Title', 'Lead.Industry', 'Task']),
    contribution: fc.double({ noNaN: true, noDefaultInfinity: true }),
  }),
  { maxLength: 25 },
);

test('shown are the first five of each direction that the viewer may know of, as if the others were not stored', () => {
  fc.assert(
    fc.property(stored, (factors) => {
      const open = factors.filter(({ sources }) => sources.every(canRead));
      const shownOf = (all: object[]): string | undefined =>
        shownReasons(JSON.stringify({ model: 'v1', factors: all }), 'Lead', canRead);
      assert.equal(shownOf(factors), shownOf(open));
      const shown = JSON.parse(shownOf(factors) ?? '') as { model: string; factors: { direction: string }[] };
      assert.equal(shown.model, 'v1');
      assert.ok(shown.factors.every((factor) => !('contribution' in factor)));
      for (const direction of ['raises', 'lowers']) {
        const count = (all: { direction: string }[]): number => all.filter((one) => one.direction === direction).length;
        assert.equal(count(shown.factors), Math.min(5, count(open)));
      }
    }),
  );
});

test('reasons of earlier versions are shown where they come from a readable field of the record', () => {
  const former = [
    { field: 'industry', source: 'Industry', direction: 'raises', text: 'Industry raises the score.' },
    { field: 'job_rank', source: 'Title', direction: 'raises', text: 'Rank raises the score.' },
    { field: 'calls', direction: 'lowers', text: 'Calls lower the score.' },
  ];
  const shown = JSON.parse(shownReasons(JSON.stringify({ factors: former }), 'Lead', canRead) ?? '') as {
    factors: { field: string }[];
  };
  assert.deepEqual(
    shown.factors.map(({ field }) => field),
    ['job_rank'],
  );
});

test('a text that the service did not write has no reasons', () => {
  for (const text of [null, '', 'See the description.', '{"factors":"none"}', '[1]', '{"factors":[']) {
    assert.equal(shownReasons(text, 'Lead', canRead), undefined, String(text));
  }
});
