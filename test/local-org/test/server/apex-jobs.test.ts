import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { apexPackage } from './apex-package.ts';
import { ask, connect } from './connect.ts';

let org: RunningOrg;

const nightly = `public class Nightly implements Schedulable, Queueable {
  public void execute(SchedulableContext context) {
    insert new Lead(LastName = 'Night', Company = 'Nightly');
  }
  public void execute(QueueableContext context) {
    insert new Lead(LastName = 'Queue', Company = 'Nightly');
  }
}`;

before(async () => {
  org = await startOrg({ startAt: new Date('2026-01-31T08:00:00Z') });
  const files = Object.entries(apexPackage({ Nightly: nightly })).map(([path, text]) => ({
    path,
    content: new TextEncoder().encode(text),
  }));
  assert.ok(org.org.deploy(org.org.userId('admin@local.org') ?? '', files).success);
});
after(() => org.stop());

const names = (): unknown[] =>
  org.org.inspect('SELECT "LastName" FROM "Lead" ORDER BY "Id"').map((row) => row['LastName']);
const execute = (code: string) => connect(org).tooling.executeAnonymous(code);

test('a job runs after its transaction, a scheduled one when the clock of the org comes to it', async () => {
  await execute("System.schedule('night', '0 0 3 * * ?', new Nightly()); System.enqueueJob(new Nightly());");
  await org.org.apex.settled();
  assert.deepEqual(names(), ['Queue']);
  await ask(org, '/__org/clock', { method: 'POST', body: { advanceMs: 86_400_000 } });
  await org.org.apex.settled();
  assert.deepEqual(names(), ['Queue', 'Night']);
});

test('a job that waits when the org stops is lost, and nothing fails', async () => {
  const other = await startOrg();
  await connect(other).tooling.executeAnonymous('System.debug(1);');
  await other.stop();
  await execute('System.enqueueJob(new Nightly());');
});
