import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rightsChecks, scoreNeeds } from '../../../../scoring-service/src/domain/needs/connection-needs.ts';
import type { UserRights } from '../../../../scoring-service/src/domain/needs/connection-needs.ts';
import {
  optionalParts,
  requiredParts,
  scoreFieldSet,
} from '../../../../scoring-service/src/domain/goals/score-field-set.ts';

const goal = { object: 'Lead' as const, scoreField: 'Renewal_Score__c' };
const renewal = scoreFieldSet(goal.scoreField);

/** Rights to write the packaged fields of every object and some of the goal's own set. */
function rightsWith(ofSet: readonly string[]): UserRights {
  const rights = scoreNeeds([]).map(({ object, write = [] }) => {
    const names = object === 'Lead' ? [...write, ...ofSet] : write;
    const fields = names.map((name) => ({ name, isUpdateable: true }));
    return [object, { canCreate: false, canUpdate: true, fields }] as const;
  });
  return { ...Object.fromEntries(rights), Score_Goal__c: { canCreate: false, canUpdate: true, fields: [] } };
}

const scoreFields = (ofSet: readonly string[]) => {
  const names = { namespacePrefix: undefined, goalObjects: ['Score_Goal__c'] };
  return rightsChecks(rightsWith(ofSet), { names, goals: [goal], packaged: {} }).find(
    ({ name }) => name === 'Score fields',
  );
};

const required = requiredParts.map((part) => renewal[part]);

test('a set of an earlier version goes on working, and the command that adds the new fields is offered', () => {
  const check = scoreFields(required);
  assert.equal(check?.isDone, true);
  assert.match(
    check.detail,
    /Not written, .*: Lead\.Renewal_Score_Probability__c \(edit\), .*Band_Since__c \(edit\)\./,
  );
  assert.match(check.detail, /sf score goal generate fields --object Lead --name Renewal_Score --overwrite\.$/);
});

test('a complete set has nothing to offer, and one without a field that every set has fails the check', () => {
  const complete = [...required, ...optionalParts.map((part) => renewal[part])];
  assert.equal(scoreFields(complete)?.detail, 'Scores can be written on leads, contacts and accounts.');
  assert.equal(scoreFields(required.slice(1))?.isDone, false);
});
