import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkScoreFields } from '../../../plugin/src/doctor/check-score-fields.ts';

const goal = { object: 'Lead' as const, scoreField: 'Second__c' };
const orgWith = (...names: string[]) => ({
  describe: () => Promise.resolve({ fields: names.map((name) => ({ name })) }),
});
const readable = ['Second__c', 'Second_Band__c', 'Second_Percentile__c', 'Second_Scored_At__c'];

test('a user who reads the fields of a set but not its factors has what users need', async () => {
  const { isPassed } = await checkScoreFields(orgWith(...readable), goal);
  assert.equal(isPassed, true);
});

test('a field that is missing is named, with the command that makes it', async () => {
  const { isPassed, detail, command } = await checkScoreFields(orgWith(...readable.slice(1)), goal);
  assert.equal(isPassed, false);
  assert.match(detail, /^These fields of Lead don't exist, or you don't have access to them: Second__c\.$/);
  assert.equal(command, 'sf score goal generate fields --object Lead --name Second');
});

test('factors that a user still reads are reported, as after an upgrade with permission sets of before', async () => {
  const { isPassed, detail, command } = await checkScoreFields(orgWith(...readable, 'Second_Factors__c'), goal);
  assert.equal(isPassed, false);
  assert.match(detail, /^You can read Lead\.Second_Factors__c, which only the integration user may read/);
  assert.equal(command, 'sf score goal generate fields --object Lead --name Second --overwrite');
});
