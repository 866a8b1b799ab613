import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadCsv } from '../../src/loader/load-csv.ts';
import type { LoadSummary } from '../../src/loader/load-csv.ts';
import { parseMapping } from '../../src/loader/mapping.ts';
import { startScriptedOrg } from './scripted-org.ts';
import type { Script, ScriptedOrg } from './scripted-org.ts';

const folder = await mkdtemp(join(tmpdir(), 'loader-'));
after(() => rm(folder, { recursive: true }));

const mapping = parseMapping({
  object: 'Lead',
  columns: { City: { field: 'City' }, Visits: { field: 'Visits__c', transform: 'number' } },
  templates: { LastName: 'Lead {Key}' },
  constants: { Company: 'A & B "Ltd"' },
  convert: { column: 'Won', equals: '1', status: 'Closed - Converted', createOpportunity: false },
});

async function load(csvText: string, script: Script = {}, token = 'good') {
  const csv = join(folder, `${crypto.randomUUID()}.csv`);
  await writeFile(csv, csvText);
  const org = await startScriptedOrg(script);
  try {
    const summary = await loadCsv({ instanceUrl: org.instanceUrl, token, mapping, csv });
    return { summary, org } satisfies { summary: LoadSummary; org: ScriptedOrg };
  } finally {
    await org.close();
  }
}

const header = 'Key,City,Visits,Won\n';

test('rows are inserted with one job, and the converted ones converted', async () => {
  const { summary, org } = await load(`${header}a,"Rome, Lazio",3,0\nb,,,1\nc,Oslo,1,1\n`);
  assert.deepEqual(summary, { rows: 3, inserted: 3, converted: 2, failures: [], conversionFailures: [] });
  assert.deepEqual(org.jobs, [
    [
      { City: 'Rome, Lazio', Visits__c: '3', LastName: 'Lead a', Company: 'A & B "Ltd"' },
      { City: '', Visits__c: '', LastName: 'Lead b', Company: 'A & B "Ltd"' },
      { City: 'Oslo', Visits__c: '1', LastName: 'Lead c', Company: 'A & B "Ltd"' },
    ],
  ]);
  assert.deepEqual(org.conversions.flat().toSorted(), ['00Q-0-1', '00Q-0-2']);
  assert.match(org.lastEnvelope, /<doNotCreateOpportunity>true<\/doNotCreateOpportunity>/);
  assert.match(org.lastEnvelope, /<convertedStatus>Closed - Converted<\/convertedStatus>/);
});

test('rows that fail are reported by their number, whether the loader or the org refused them', async () => {
  const failRow = ({ LastName }: Record<string, string>) =>
    LastName === 'Lead c' ? 'STRING_TOO_LONG:City: data value too large:City --' : undefined;
  const { summary } = await load(`${header}a,Rome,many,0\nb,Rome,2,0\nc,Rome,2,0\n`, { failRow });
  assert.equal(summary.inserted, 1);
  assert.deepEqual(summary.failures, [
    { row: 1, message: 'Visits: "many" is not a number.' },
    { row: 3, message: 'STRING_TOO_LONG:City: data value too large:City --' },
  ]);
});

test('a lead that cannot be converted is reported and the others are converted', async () => {
  const failConversion = (id: string) => (id === '00Q-0-0' ? 'already converted' : undefined);
  const { summary } = await load(`${header}a,,,1\nb,,,1\n`, { failConversion });
  assert.equal(summary.converted, 1);
  assert.deepEqual(summary.conversionFailures, [
    { row: 1, message: 'CANNOT_UPDATE_CONVERTED_LEAD: already converted' },
  ]);
});

test('conversions go at most 100 a call', async () => {
  const rows = Array.from({ length: 250 }, (_, row) => `${row},,,1\n`).join('');
  const { summary, org } = await load(header + rows);
  assert.equal(summary.converted, 250);
  assert.deepEqual(
    org.conversions.map((ids) => ids.length),
    [100, 100, 50],
  );
});

test('rows with the same values are all accounted for', async () => {
  const { summary } = await load(`${header}a,Rome,1,1\na,Rome,1,1\n`);
  assert.deepEqual([summary.inserted, summary.converted], [2, 2]);
});

test('fields that the user may not fill are all named before a row is sent', async () => {
  const lockedFields = ['Visits__c', 'City'];
  await assert.rejects(
    load(`${header}a,,,0\n`, { lockedFields }),
    /cannot fill City, Visits__c of Lead\. .*permission/,
  );
});

test('a job that fails as a whole is an error with its reason', async () => {
  await assert.rejects(load(`${header}a,,,0\n`, {}, 'bad'), /failed with 401: .*INVALID_SESSION_ID/);
  await assert.rejects(load(`${header}a,,,0\n`, { jobState: 'Failed' }), /is Failed: scripted/);
  await assert.rejects(load(`${header}a,,,1\n`, { fault: 'Session expired' }), /convertLead failed: Session expired/);
  await assert.rejects(load('Key,City,Visits,Won,Age\n1,2,3,4,5\n'), /neither maps nor ignores the column "Age"/);
  const missing = { instanceUrl: 'http://127.0.0.1:1', token: 'x', mapping, csv: join(folder, 'none.csv') };
  await assert.rejects(loadCsv(missing), /none\.csv cannot be read/);
  const csv = join(folder, 'one.csv');
  await writeFile(csv, `${header}a,,,0\n`);
  await assert.rejects(loadCsv({ ...missing, csv }), /127\.0\.0\.1:1 cannot be reached/);
});
