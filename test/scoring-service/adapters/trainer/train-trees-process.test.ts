import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('a process that trained prints nothing, ends by itself and still fails on a later error', () => {
  const program = (ending: string) => `
    const { trainTrees } = await import('./scoring-service/src/adapters/trainer/train-trees.ts');
    const { ordinaryRows, parameters } = await import('./test/scoring-service/adapters/trainer/made-up-rows.ts');
    const { matrix, labels } = ordinaryRows(21_000);
    await trainTrees(matrix, labels, { ...parameters, trees: 2 });
    ${ending}`;
  const run = (ending: string) =>
    spawnSync(process.execPath, ['--input-type=module', '--eval', program(ending)], {
      cwd: new URL('../../../../', import.meta.url),
      encoding: 'utf8',
      timeout: 60_000,
    });

  const quiet = run('');
  assert.deepEqual([quiet.status, quiet.signal, quiet.stdout, quiet.stderr], [0, null, '', '']);
  // With the library's own uncaughtException listener in place the code would be 7.
  assert.equal(run("setTimeout(() => { throw new Error('later'); });").status, 1);
});
