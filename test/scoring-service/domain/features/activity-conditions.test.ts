import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventCondition, taskCondition } from '../../../../scoring-service/src/domain/features/activity-conditions.ts';
import { fact, orgFacts } from './org-facts.ts';

const facts = orgFacts();

test('calls are tasks of the subtype, with a call type, or of a type that the settings name', () => {
  assert.equal(
    taskCondition(facts, ['Call', "Rep's"]),
    "((TaskSubtype IN ('Call', 'Email', 'ListEmail') OR CallType != null OR Type IN ('Call', 'Rep\\'s'))) AND (IsRecurrence = false)",
  );
  assert.match(
    taskCondition(facts, [], { path: 'Task.' }),
    /Task\.CallType != null\)+ AND \(Task\.IsRecurrence = false\)/,
  );
});

test('a meeting is an event that is no copy for a colleague and no master of a series', () => {
  assert.equal(eventCondition(facts), '(IsChild = false) AND (IsRecurrence = false)');
});

test('an org that does not show the fields is asked for nothing else than before', () => {
  const bare = { Task: [fact('TaskSubtype', 'picklist')], Event: [] };
  assert.equal(taskCondition(bare, ['Call']), "TaskSubtype IN ('Call', 'Email', 'ListEmail')");
  assert.equal(eventCondition(bare), undefined);
});
