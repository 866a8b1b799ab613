import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { RowSpool } from '../../src/server/row-spool.ts';

const folder = mkdtempSync(join(tmpdir(), 'local-org-spool-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const rowOf = (index: number): string => `${index};Zoë "ø" ${'x'.repeat(index % 300)}\n`;

test('any run of rows comes back as it was appended, beyond what is buffered', async () => {
  const spool = new RowSpool(folder);
  const rows = Array.from({ length: 5_000 }, (_, index) => rowOf(index));
  for (const row of rows) spool.append(row);
  assert.equal(spool.count, 5_000);
  assert.deepEqual(spool.read(0, 3), rows.slice(0, 3));
  assert.deepEqual(spool.read(4_321, 700), rows.slice(4_321));
  assert.deepEqual(spool.read(5_000, 10), []);
  assert.equal(await text(spool.stream('head\n', 1_000, 250)), `head\n${rows.slice(1_000, 1_250).join('')}`);
  assert.equal(await text(spool.stream('head\n', 5_000, 250)), 'head\n');
  spool.append('late\n');
  assert.deepEqual(spool.read(5_000, 10), ['late\n']);
  spool.remove();
  spool.remove();
  assert.deepEqual(readdirSync(folder), []);
});
