import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurns } from '../../../scoring-service/learning/src/concurrency.ts';

test('computes every item in order and lets other work have its turn in between', async () => {
  let computed = 0;
  const seen: number[] = [];
  const look = (): void => {
    seen.push(computed);
    if (computed < 500) setImmediate(look);
  };
  setImmediate(look);
  const items = await inTurns(
    (function* () {
      while (computed < 500) yield (computed += 1);
    })(),
  );
  assert.deepEqual(
    items,
    Array.from({ length: 500 }, (_, index) => index + 1),
  );
  assert.ok(seen.length >= 5, `others had ${seen.length} turns`);
});
