import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageOf } from '@plumbline/contract';
import {
  checkSharing,
  hiddenRecords,
  sharingConnectionCheck,
} from '../../../../scoring-service/src/domain/quality/sharing.ts';

const few = {
  visible: { Lead: 100, Account: 0, Contact: 95 },
  reported: { Lead: 400, Account: 20, Contact: 100, Case: 0 },
};

test('an org that does not report its counts leaves the check unknown, never passed', () => {
  const records = { visible: {}, reported: undefined };
  const { outcome, text } = checkSharing(records, 0.9);
  assert.equal(outcome, 'unknown');
  assert.match(text, /View Setup and Configuration/);
  const connection = sharingConnectionCheck(records, 0.9);
  assert.deepEqual([connection.isDone, connection.isUnknown], [false, true]);
  assert.equal(`${connection.detail} ${connection.action ?? ''}`, text);
  assert.deepEqual(hiddenRecords(records, 0.9), { objects: [], findings: [], nextStep: connection.action });
});

test('objects of which too little is seen are named with both figures and the next step, queues included', () => {
  const check = checkSharing(few, 0.9);
  assert.equal(check.outcome, 'warned');
  assert.match(check.text, /^WARNING 950\..*: Lead 100 of about 400, Account 0 of about 20\. Share these records/);
  assert.match(check.text, /Leads that a queue owns need a sharing rule for the queue/);
  assert.equal(check.figure, 0);
});

test('readiness, connection and run say the same sentence', () => {
  const { text } = checkSharing(few, 0.9);
  const connection = sharingConnectionCheck(few, 0.9);
  assert.deepEqual([connection.isDone, connection.isUnknown, connection.detail], [false, undefined, text]);
  assert.ok(text.endsWith(connection.action ?? 'no step'));
  const { objects, findings } = hiddenRecords(few, 0.9);
  assert.deepEqual(objects, ['Lead', 'Account']);
  assert.deepEqual(
    findings.map((finding) => messageOf(finding).text),
    [text],
  );
});

test('an object that the org could not count leaves the check unknown, unless another one is hidden', () => {
  const uncounted = checkSharing({ visible: { Lead: 100 }, reported: { Lead: 100, Contact: 50 } }, 0.9);
  assert.equal(uncounted.outcome, 'unknown');
  assert.match(uncounted.text, /could not count .* Contact\. Compare/);
  assert.equal(checkSharing({ visible: { Lead: 10 }, reported: { Lead: 100, Contact: 50 } }, 0.9).outcome, 'warned');
});

test('an approximate figure may be off by the share that is allowed', () => {
  assert.equal(checkSharing({ visible: { Lead: 91 }, reported: { Lead: 100 } }, 0.9).outcome, 'passed');
  assert.equal(checkSharing({ visible: { Lead: 120 }, reported: { Lead: 100 } }, 0.9).outcome, 'passed');
});
