import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRecordId, isRecordId, recordNumber, toLongId } from '../../src/storage/record-id.ts';

test('an id of 18 characters is one whose last three fit the others', () => {
  const id = formatRecordId('00Q', 'Lo0', 123_456);
  assert.equal(id.length, 18);
  assert.ok(isRecordId(id) && isRecordId(id.slice(0, 15)));
  assert.equal(toLongId(id.slice(0, 15)), id);
  assert.equal(recordNumber(id), 123_456);
  for (const text of [id.toLowerCase(), `${id.slice(0, 15)}AAA`, id.slice(0, 16), `${id}A`, 'abc', '']) {
    assert.equal(isRecordId(text), false, text);
  }
});

test('the three letters are those of ids that the platform documents', () => {
  assert.equal(toLongId('00300000003T2PG'), '00300000003T2PGAA0');
});
