import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { connect, insertLeads, plant } from './connect.ts';

let org: RunningOrg;

before(async () => {
  org = await startOrg();
});
after(() => org.stop());

test('two bulk jobs over the same records each tell the rows they could not lock, and all others are written', async () => {
  const ids = insertLeads(org, 450);
  const locked = [ids[3] ?? '', ids[430] ?? ''];
  await plant(org, { ids: locked, times: 4 });
  const load = (field: string) =>
    connect(org).bulk2.loadAndWaitForResults({
      object: 'Lead',
      operation: 'update',
      input: [`Id,${field}`, ...ids.map((id) => `${id},${field}`), ''].join('\n'),
    });
  const jobs = await Promise.all([load('Title'), load('City')]);
  for (const { successfulResults, failedResults, unprocessedRecords } of jobs) {
    assert.deepEqual([successfulResults.length, unprocessedRecords.length], [448, 0]);
    const failed = failedResults as { sf__Id?: string; sf__Error?: string }[];
    assert.deepEqual(
      failed.map(({ sf__Id }) => sf__Id),
      locked,
    );
    for (const { sf__Error } of failed) assert.match(String(sf__Error), /^UNABLE_TO_LOCK_ROW:/);
  }
  const written = "SELECT COUNT() FROM Lead WHERE Title = 'Title' AND City = 'City'";
  assert.equal((await connect(org).query(written)).totalSize, 448);
});
