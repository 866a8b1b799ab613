import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { toLongId } from '@plumbline/contract';
import fc from 'fast-check';
import { readIds } from '../../../plugin/src/runs/id-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-ids-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'ids.csv');

async function partsOf(text: string, size = 3): Promise<string[][]> {
  writeFileSync(path, text);
  const parts: string[][] = [];
  for await (const part of readIds(path, 'Lead', size)) parts.push(part);
  return parts;
}

const id = fc
  .tuple(fc.stringMatching(/^00Q[a-zA-Z0-9]{12}$/), fc.boolean())
  .map(([short, isLong]) => (isLong ? toLongId(short) : short));

test('the parts together contain the ids of the file in any CSV notation', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(id, { maxLength: 20 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', '\uFEFF'),
      fc.constantFrom('Id', 'id', 'RecordId', 'Name,"Id",x'),
      fc.integer({ min: 1, max: 7 }),
      async (ids, end, mark, header, size) => {
        const isWide = header.includes(',');
        const lines = ids.map((one) => (isWide ? `"a, ""b""",${one},` : `"${one}"`));
        const parts = await partsOf(mark + [header, ...lines, ''].join(end), size);
        assert.deepEqual(parts.flat(), ids);
        assert.ok(parts.slice(0, -1).every((part) => part.length === size));
      },
    ),
    { numRuns: 60 },
  );
});

test('an unclosed quote is reported as an error', async () => {
  await assert.rejects(partsOf('Id\n"00Q000000000001EAA\n'), { name: 'InvalidFileError' });
});

test('an invalid id is reported with its line number, blank lines included', async () => {
  await assert.rejects(partsOf('Id\n\n00Q000000000001EAA\n\nx\n'), { name: 'InvalidIdError', message: /line 5/ });
  await assert.rejects(partsOf('Id\n00Q000000000001EAA\n00Q000000000001AAA\n'), {
    name: 'InvalidIdError',
    message: /line 3/,
  });
});
