/** The package's Apex tests, run on the local org as a deploy runs them: `npm run test:apex`. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { adminUsername, startOrg } from '../local-org/src/index.ts';
import { runTests } from '../local-org/src/apex/test-runner.ts';

/** Each class and trigger must have at least so much of its lines reached, in percent. */
const leastCoverage = 90;

const running = await startOrg();
after(() => running.stop());
const { org } = running;
const admin = org.userId(adminUsername) ?? '';
for (const folder of ['force-app/main/default', 'force-app/test']) {
  const { messages } = org.deploySource(admin, folder);
  assert.deepEqual(
    messages.filter(({ success }) => !success).map(({ fileName, problem }) => `${fileName}: ${problem ?? ''}`),
    [],
  );
}
const { results, coverage } = runTests(org.apex, { userId: admin });

for (const { className, methodName, outcome, message, stackTrace } of results) {
  test(`${className}.${methodName}`, () => {
    assert.equal(outcome, 'Pass', `${message ?? ''}\n${stackTrace ?? ''}`);
  });
}

test('each class and trigger is covered', (t) => {
  for (const { name, covered, uncovered } of coverage) {
    const percent = (100 * covered.length) / Math.max(1, covered.length + uncovered.length);
    t.diagnostic(`${name} ${percent.toFixed(0)} %${uncovered.length > 0 ? `, not lines ${uncovered.join(', ')}` : ''}`);
    assert.ok(percent >= leastCoverage, `${name}: ${percent.toFixed(1)} %`);
  }
  assert.ok(coverage.length > 0);
});
