import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordIdProblem, toLongId } from '../../../../scoring-service/src/domain/scoring/record-id.ts';

test('an id of 15 letters gets the checksum that the platform gives it', () => {
  assert.equal(toLongId('001D000000IRFma'), '001D000000IRFmaIAH');
  assert.equal(toLongId('00Q000000000001'), '00Q000000000001EAA');
  assert.equal(toLongId('001D000000IRFmaIAH'), '001D000000IRFmaIAH');
});

test('an id belongs to the object by its first three letters', () => {
  assert.equal(recordIdProblem('Lead', '00Q000000000001EAA'), undefined);
  assert.match(recordIdProblem('Lead', '003000000000001EAA')?.actions.join() ?? '', /begins with 00Q/);
  assert.equal(recordIdProblem('Contact', '00Q00000000000')?.kind, 'record.not-scorable');
});
