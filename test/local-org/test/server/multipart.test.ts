import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMultipart } from '../../src/server/multipart.ts';

const formBody = (...parts: [head: string, content: string][]): Buffer =>
  Buffer.from(
    `${parts
      .map(([head, content]) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`)
      .join('')}--b--\r\n`,
  );

test('a form is read with its file, byte for byte, and its fields', async () => {
  const content = '\r\nPK\0--b of the file\r\n\r\n--';
  const body = formBody(['name="file"; filename="deploy.zip"', content], ['name="json"', '{"a":"ü"}']);
  for (const boundary of ['b', '"b"', 'b; charset=utf-8']) {
    const form = await readMultipart(body, `multipart/form-data; boundary=${boundary}`);
    assert.equal(form.file?.toString(), content);
    assert.deepEqual([...form.fields], [['json', '{"a":"ü"}']]);
  }
});

test('a field longer than a megabyte is read whole', async () => {
  const body = formBody(['name="json"', 'x'.repeat(2_000_000)]);
  const { fields, file } = await readMultipart(body, 'multipart/form-data; boundary=b');
  assert.deepEqual([fields.get('json')?.length, file], [2_000_000, undefined]);
});

test('a content type without a boundary is refused, and one that is not multipart', async () => {
  for (const type of [
    undefined,
    '',
    'multipart/form-data',
    'text/plain; boundary=b',
    'application/x-www-form-urlencoded',
  ])
    await assert.rejects(readMultipart(formBody(), type), { code: 'INVALID_CONTENT_TYPE', status: 415 }, type);
});

test('a body that is empty or ends within a part is refused', async () => {
  const whole = formBody(['name="file"; filename="deploy.zip"', 'content']);
  for (const length of [0, 3, 30, 60, whole.length - 8])
    await assert.rejects(
      readMultipart(whole.subarray(0, length), 'multipart/form-data; boundary=b'),
      { code: 'INVALID_MULTIPART_REQUEST' },
      `${length} bytes`,
    );
});
