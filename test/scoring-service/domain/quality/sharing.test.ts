import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSharing } from '../../../../scoring-service/src/domain/quality/sharing.ts';

test('an org that does not report its counts leaves the check unknown, never passed', () => {
  const { outcome, text } = checkSharing({}, undefined, 0.9);
  assert.equal(outcome, 'unknown');
  assert.match(text, /View Setup and Configuration/);
});

test('objects of which too little is seen are named with both figures and the next step', () => {
  const check = checkSharing(
    { Lead: 100, Account: 0, Contact: 95 },
    { Lead: 400, Account: 20, Contact: 100, Case: 0 },
    0.9,
  );
  assert.equal(check.outcome, 'warned');
  assert.match(check.text, /^WARNING 950\..*: Lead 100 of about 400, Account 0 of about 20\. Share these records/);
  assert.equal(check.figure, 0);
});

test('an approximate figure may be off by the share that is allowed', () => {
  assert.equal(checkSharing({ Lead: 91 }, { Lead: 100 }, 0.9).outcome, 'passed');
  assert.equal(checkSharing({ Lead: 120 }, { Lead: 100 }, 0.9).outcome, 'passed');
});
