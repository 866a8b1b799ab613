import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWrites, countFailures } from '../../../../scoring-service/src/domain/evaluation/write-failures.ts';
import type { WriteFailure } from '../../../../scoring-service/src/domain/evaluation/write-failures.ts';

const limits = { failedWriteShare: 0.1, failedWrites: 10 };
const refused = (recordId: string, code: string) => ({ recordId, error: { code, message: '' } });
const of = (count: number, code = 'ENTITY_IS_LOCKED'): WriteFailure[] => [{ code, count, exampleId: '00Q1' }];
const codesOf = (failures: WriteFailure[], written: number): number[] =>
  checkWrites({ failures, written }, limits).map(({ code }) => code);

test('failures are counted by code over all batches, with the first record of each as example', () => {
  const first = countFailures([], [refused('a', 'X'), refused('b', 'Y'), { recordId: 'c' }]);
  const second = countFailures(first, [refused('d', 'X'), refused('e', 'ENTITY_IS_DELETED')]);
  assert.deepEqual(second, [
    { code: 'X', count: 2, exampleId: 'a' },
    { code: 'Y', count: 1, exampleId: 'b' },
  ]);
});

test('a run without failures says nothing', () => {
  assert.deepEqual(codesOf([], 0), []);
  assert.deepEqual(codesOf([], 50), []);
});

test('refused scores are a warning, and an error where they are too many or all', () => {
  assert.deepEqual(codesOf(of(9), 10), [941]);
  assert.deepEqual(codesOf(of(10), 90), [941]);
  assert.deepEqual(codesOf(of(10), 89), [940, 941]);
  assert.deepEqual(codesOf(of(3), 0), [940, 941]);
  assert.deepEqual(codesOf([...of(6), ...of(6, 'X')], 10), [940, 941, 941]);
});

test('a warning has code, count, an example and the next step, in the singular too', () => {
  const [, one, other] = checkWrites(
    { failures: [...of(1), { code: 'DUPLICATES_DETECTED', count: 12, exampleId: '00Q2' }], written: 0 },
    limits,
  );
  assert.match(one?.detail ?? '', /^DUPLICATES_DETECTED for 12 records, for example 00Q2\. Set the action on edit/);
  assert.match(other?.detail ?? '', /^ENTITY_IS_LOCKED for 1 record, for example 00Q1\. Wait until the approval/);
});
