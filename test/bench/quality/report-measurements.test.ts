import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportMeasurements } from './report-measurements.ts';

async function report(format: 'text' | 'json'): Promise<string[]> {
  const printed: string[] = [];
  await reportMeasurements([1, 2, 3], {
    ...{ format, about: { seed: 7 } },
    measure: (rows) => Promise.resolve({ rows }),
    describe: ({ rows }) => `${rows} rows`,
    print: (text) => printed.push(text),
  });
  return printed;
}

test('JSON is one indented document with every measurement', async () => {
  const printed = await report('json');
  assert.equal(printed.length, 1);
  assert.deepEqual(JSON.parse(printed[0] ?? ''), { seed: 7, measurements: [{ rows: 1 }, { rows: 2 }, { rows: 3 }] });
  assert.ok((printed[0] ?? '').split('\n').length > 10);
});

test('text has a line for each measurement', async () => {
  assert.deepEqual(await report('text'), ['1 rows', '2 rows', '3 rows']);
});
