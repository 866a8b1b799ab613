import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { seededRandom } from '@plumbline/learning';
import { readArguments } from './arguments.ts';
import type { BenchArguments } from './arguments.ts';
import { BenchError } from './bench-error.ts';
import { labelRows } from './label-rows.ts';
import { measure } from './measure.ts';
import { readCsv } from './read-csv.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quality-'));
});
after(() => rm(folder, { recursive: true }));

const settings: BenchArguments = {
  csv: 'leads.csv',
  target: 'Won',
  positive: undefined,
  drop: [],
  time: undefined,
  format: 'text',
};

async function read(text: string) {
  const path = join(folder, `${text.length}.csv`);
  await writeFile(path, text);
  return readCsv(path);
}

/** 300 leads with an id, an outcome, a number, a date, a source, a constant and missing values. */
function leadsCsv(): string {
  const random = seededRandom(1);
  const lines = Array.from({ length: 300 }, (_, row) => {
    const calls = Math.floor(6 * random());
    const won = random() < 0.1 + 0.15 * calls ? 'Yes' : 'No';
    const day = String(1 + (row % 28)).padStart(2, '0');
    return `key ${row},${won},${row % 7 === 0 ? '' : calls},2024-01-${day},${row % 2 ? '"Web, own"' : ''},same`;
  });
  return ['\ufeffKey,Won,Calls,Created,Source,Constant', ...lines, ''].join('\n');
}

test('the command line is read with blanks around names trimmed', () => {
  assert.deepEqual(readArguments(['--csv', 'a.csv', '--target', 'Won', '--drop', ' A , B B,', '--json']), {
    csv: 'a.csv',
    target: 'Won',
    positive: undefined,
    drop: ['A', 'B B'],
    time: undefined,
    format: 'json',
  });
  assert.equal(readArguments(['--help']), 'help');
});

test('a missing or unknown option is reported with the next step', () => {
  assert.throws(() => readArguments(['--target', 'Won']), /--csv FILE/);
  assert.throws(() => readArguments(['--csv', 'a.csv']), /--target COLUMN/);
  assert.throws(() => readArguments(['--csv', 'a.csv', '--folds', '3']), BenchError);
});

test('columns become numbers, dates or categories; ids and constants are reported and dropped', async () => {
  const { rows, report } = labelRows(await read(leadsCsv()), settings);
  assert.deepEqual(report, {
    numbers: ['Calls'],
    dates: ['Created'],
    categories: ['Source'],
    asked: [],
    constant: ['Constant'],
    idLike: ['Key'],
    skippedRows: 0,
    positive: 'Yes',
  });
  assert.deepEqual(
    rows.table.columns.map(({ values }) => values.slice(0, 2)),
    [
      Float64Array.of(NaN, Number(rows.table.columns[0]?.values[1])),
      Float64Array.of(19723, 19724),
      [undefined, 'Web, own'],
    ],
  );
});

test('rows without a target or a time are left out and counted', async () => {
  const table = await read('Won,Day,X\n1,2024-01-01,a\n,2024-01-02,b\n0,,a\n0,2024-01-03,b\n');
  const { rows, report } = labelRows(table, { ...settings, time: 'Day' });
  assert.equal(report.skippedRows, 2);
  assert.deepEqual([...rows.labels], [1, 0]);
  assert.equal((rows.times[1] ?? 0) - (rows.times[0] ?? 0), 2 * 86_400_000);
});

test('an unknown column, an ambiguous target and a broken file are reported with the next step', async () => {
  const table = await read('Stage,X\nnew,1\nwon,2\nlost,3\n');
  assert.throws(() => labelRows(table, settings), /no column "Won" \(--target\).*Stage, X/);
  assert.throws(() => labelRows(table, { ...settings, target: 'Stage' }), /--positive.*new, won, lost/);
  assert.throws(() => labelRows(table, { ...settings, target: 'Stage', positive: 'Won' }), /No row .* is "Won"/);
  assert.throws(() => labelRows(table, { ...settings, target: 'Stage', positive: 'won', drop: ['Y'] }), /--drop/);
  await assert.rejects(read('A,B\n1,2\n3\n'), /not a clean CSV file/);
  await assert.rejects(read('A,A\n1,2\n'), /"A" more than once/);
  await assert.rejects(readCsv(join(folder, 'none.csv')), /Cannot read/);
});

test('folds predict every row once, time only the newest fifth', async () => {
  const table = await read(leadsCsv());
  const byFolds = await measure(labelRows(table, settings).rows, () => undefined);
  assert.equal(byFolds.predictedRows, 300);
  assert.equal(byFolds.parts.length, 5);
  assert.ok(byFolds.auc.auc > 0.65 && byFolds.logLoss < byFolds.baseRateLogLoss);
  const byTime = await measure(labelRows(table, { ...settings, time: 'Created' }).rows, () => undefined);
  assert.equal(byTime.parts.length, 1);
  assert.ok(byTime.predictedRows >= 60 && byTime.predictedRows < 80, String(byTime.predictedRows));
});
