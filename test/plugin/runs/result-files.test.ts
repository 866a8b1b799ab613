import type { RunResult } from '@plumbline/contract';
import { parse } from 'csv-parse/sync';
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeResults } from '../../../plugin/src/runs/result-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-results-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const factor = {
  field: 'a',
  label: 'Age, "days"',
  importance: 'high',
  direction: 'lowers',
  text: 'x',
  contribution: -1,
} as const;
const results: RunResult[] = [
  {
    recordId: '1',
    score: 80,
    band: 'High',
    probability: 0.8,
    percentile: 99,
    isChanged: true,
    factors: [factor, factor],
  },
  { recordId: '2', score: 0, band: 'Not scored', reason: 'Not qualified', isChanged: false, factors: [] },
  { recordId: '3', isChanged: false, factors: [], error: 'CODE: "quoted", and\nbroken' },
];

/** Pages of one record each. */
const client = {
  runResults: async (_: string, locator = '0') => {
    const at = Number(locator);
    return { results: results.slice(at, at + 1), ...(at + 1 < results.length && { nextLocator: String(at + 1) }) };
  },
};

test('a CSV file contains each record once, page by page, with its result', async () => {
  const path = join(folder, 'r.csv');
  assert.deepEqual(await writeResults(client, 'key', { path, format: 'csv' }), { records: 3, failed: 1 });
  const rows: Record<string, string>[] = parse(readFileSync(path), { columns: true });
  assert.deepEqual(
    rows.map(({ RecordId, Score, Changed, Error }) => [RecordId, Score, Changed, Error]),
    [
      ['1', '80', 'true', ''],
      ['2', '0', 'false', ''],
      ['3', '', '', 'CODE: "quoted", and\nbroken'],
    ],
  );
  assert.equal(rows[0]?.['Factors'], 'Age, "days" (high, lowers); Age, "days" (high, lowers)');
});

test('a JSON file contains the results unchanged', async () => {
  const path = join(folder, 'r.json');
  await writeResults(client, 'key', { path, format: 'json' });
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), results);
  const empty = { runResults: async () => ({ results: [] }) };
  await writeResults(empty, 'key', { path, format: 'json' });
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), []);
});

test('an incomplete file is deleted', async () => {
  const path = join(folder, 'half.csv');
  const broken = {
    runResults: async (_: string, locator?: string) => {
      if (locator !== undefined) throw new Error('gone');
      return { results, nextLocator: '1' };
    },
  };
  await assert.rejects(writeResults(broken, 'key', { path, format: 'csv' }), /gone/);
  assert.ok(!existsSync(path) && readdirSync(folder).every((name) => !name.endsWith('.part')));
  await assert.rejects(writeResults(client, 'key', { path: join(folder, 'no/such/folder.csv'), format: 'csv' }), {
    code: 'ENOENT',
  });
});
