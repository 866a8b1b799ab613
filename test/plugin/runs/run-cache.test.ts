import type { Org } from '@salesforce/core';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

// `sf` keeps its state in the home folder, which it reads when it is loaded.
const home = mkdtempSync(join(tmpdir(), 'plumbline-cache-'));
Object.assign(process.env, { HOME: home, USERPROFILE: home, SF_DISABLE_LOG_FILE: 'true' });
after(() => rmSync(home, { recursive: true, force: true }));
const { findKnownRun, saveRun } = await import('../../../plugin/src/runs/run-cache.ts');

/** An org with only an access token, as in a build: without a username there is no way to log in again. */
const orgOf = (orgId: string): Org =>
  ({ getOrgId: () => orgId, getUsername: () => `${orgId}!token` }) as unknown as Org;
const [production, sandbox] = [orgOf('00D000000000001EAA'), orgOf('00D000000000002EAA')];

test('the most recent run is searched in the requested org, among runs of its job type', async () => {
  await assert.rejects(findKnownRun({ org: production }), { name: 'NoRecentRunError' });
  await saveRun(production, { key: 'first', jobType: 'Scoring' });
  await saveRun(production, { key: 'second', jobType: 'Training' });
  assert.deepEqual(await findKnownRun({ org: production, jobType: 'Scoring' }), { key: 'first', org: production });
  await assert.rejects(findKnownRun({ org: sandbox }), {
    name: 'NoRecentRunError',
    message: /in the org 00D000000000002EAA in/,
  });
});

test('a run whose org is unavailable is not searched in another org', async () => {
  await assert.rejects(findKnownRun({ jobId: 'first', org: undefined }), {
    name: 'NoTargetOrgError',
    message: /00D000000000001EAA/,
  });
  await assert.rejects(findKnownRun({ jobId: 'unknown', org: undefined }), { name: 'NoTargetOrgError' });
  assert.deepEqual(await findKnownRun({ jobId: 'unknown', org: sandbox }), { key: 'unknown', org: sandbox });
});
