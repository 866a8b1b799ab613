import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOrgRows } from '../bench/quality/generated-org/read-rows.ts';
import type { OrgRows } from '../bench/quality/generated-org/read-rows.ts';

const org = { leads: 200, accounts: 20, seed: 11, endsAt: new Date('2026-06-30T18:00:00Z') };

/** The generated org fills it once the outcome is known and keeps no history of it. */
const leak = 'Contract_Type__c';
const withoutLeak = ({ leaks, findings }: OrgRows): string => {
  assert.deepEqual(leaks, [leak]);
  return findings.filter((finding) => finding !== `left out as leaks: ${leak}`).join();
};

/** Which leads are learned from at which dates, and their labels. */
const outline = ({ recordIds, rows }: OrgRows): string[] =>
  recordIds.map((id, row) => [id, rows.times[row], rows.labels[row]].join(' ')).sort();

test('an org without any field history teaches from the same leads at the same dates, and an untidy one from nearly all', async () => {
  const full = await readOrgRows(org);
  assert.equal(withoutLeak(full), '');
  assert.ok(full.rows.labels.includes(1));

  const none = await readOrgRows({ ...org, historyDays: 0 });
  assert.match(withoutLeak(none), /^WARNING 960\. Lead Status has no field history.*: \d+\.$/);
  assert.deepEqual(outline(none), outline(full));

  const untidy = await readOrgRows({ ...org, isUntidy: true });
  assert.match(withoutLeak(untidy), /^WARNING 962\..*The history starts: 2025-09-\d\d\.$/);
  assert.deepEqual(untidy.open.recordIds, full.open.recordIds);
  const learned = new Set(untidy.recordIds);
  const lost = full.recordIds.filter((id) => !learned.has(id));
  assert.ok(lost.length < 0.02 * full.recordIds.length, `${lost.length} of ${full.recordIds.length} rows are lost`);
});
