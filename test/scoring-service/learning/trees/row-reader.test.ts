import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createExplainer } from '../../../../scoring-service/learning/src/explainer.ts';
import { drawLeads, makeModel } from '../model-fixture.ts';

const model = makeModel();
const { table } = drawLeads(300, 6);

test('in any order of rows each has the contributions that it has alone, to the last digit', () => {
  const run = fc.tuple(fc.nat(299), fc.integer({ min: 1, max: 40 }));
  fc.assert(
    fc.property(fc.array(run, { maxLength: 6 }), (runs) => {
      const explain = createExplainer(model);
      for (const row of runs.flatMap(([start, length]) => Array.from({ length }, (_, step) => (start + step) % 300))) {
        assert.deepEqual(explain(table, row), createExplainer(model)(table, row));
      }
    }),
    { numRuns: 20 },
  );
});

test('all rows of a table one after the other, past the end of a block', () => {
  const explain = createExplainer(model);
  for (let row = 0; row < table.rowCount; row++)
    assert.deepEqual(explain(table, row), createExplainer(model)(table, row));
});
