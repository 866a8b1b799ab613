import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurns } from '../../../scoring-service/src/operations/in-turns.ts';

test('collects every item in order and yields to the event loop in between', async () => {
  let computed = 0;
  const seen: number[] = [];
  const watch = (): void => {
    seen.push(computed);
    if (computed < 500) setImmediate(watch);
  };
  setImmediate(watch);
  const items = await inTurns(
    (function* () {
      while (computed < 500) yield (computed += 1);
    })(),
  );
  assert.deepEqual(
    items,
    Array.from({ length: 500 }, (_, index) => index + 1),
  );
  assert.ok(seen.length >= 5, `the event loop ran ${seen.length} times`);
});
