import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Run } from '@plumbline/contract';
import { openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { assertNotSaid, assertSaid, trainWith } from './gate-runs.ts';

/* What a training says of fields that an admin marks for the fairness check, on one org. */

const favoured = new Set(['Technology', 'Finance']);
let stage: Stage;
/** What is said when fields are marked of which each has something to be said. */
let ofAll: Run;

const trainMarked = (...fairnessFields: string[]): Promise<Run> => trainWith(stage, { fairnessFields });

before(async () => {
  stage = await openStage({ leads: 1500, seed: 7 });
  const { records } = await stage.org.admin.query<{ Id: string; Industry: string | null }>(
    'SELECT Id, Industry FROM Lead WHERE IsConverted = FALSE ORDER BY Id',
    { autoFetch: true },
  );
  // The state goes with the industry, the city with nothing, and all have one postal code.
  const marked = records.map(({ Id, Industry }, index) => ({
    Id,
    State: Industry === null ? null : favoured.has(Industry) ? 'North' : 'South',
    City: index % 2 === 0 ? 'Lyon' : 'Porto',
    PostalCode: '10115',
  }));
  await stage.org.admin.sobject('Lead').update(marked, { allowRecursive: true });
  ofAll = await trainMarked('State', 'Industry', 'PostalCode');
  assert.equal(ofAll.status, 'Successful', JSON.stringify(ofAll.messages));
});
after(() => stage.stop());

test('921 names a field that stands in for a marked one', () => {
  assertSaid(ofAll, 921, /Industry tells State\/Province (North|South) \(AUC 1\.00\)/);
});

test('922 names a group that is chosen less than 80 percent as often as the most favoured one', () => {
  assertSaid(ofAll, 922, /Industry [A-Z]\w+ \(([0-7]?\d|80) percent\)/);
});

test('923 names a field that has no two groups to compare', () => {
  assertSaid(ofAll, 923, /^Zip\/Postal Code \(fewer than two groups/);
});

test('a field that goes with nothing raises none of them', async () => {
  const run = await trainMarked('City');
  for (const code of [921, 922, 923] as const) assertNotSaid(run, code);
});
