import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exceptionState, stateOf, uncatchable } from '../../../src/apex/library/exceptions.ts';
import type { ExceptionState } from '../../../src/apex/library/exceptions.ts';
import { makeType } from '../../../src/apex/library/type-class.ts';
import { ApexFault } from '../../../src/apex/run.ts';
import type { Run } from '../../../src/apex/run.ts';
import { classType, integerType, listOf, objectType, stringType } from '../../../src/apex/types.ts';
import { ApexEnumValue } from '../../../src/apex/values.ts';
import type { ApexObject, Value } from '../../../src/apex/values.ts';
import { callMember, dataRun } from './data-run.ts';

const make = (run: Run, name: string, ...values: Value[]): ApexObject =>
  callMember(run, name, 'new', ...values) as ApexObject;
const ask = (run: Run, exception: ApexObject, name: string, ...values: Value[]): Value =>
  callMember(run, exception.of.name, name, exception, ...values);

test('an exception has a message, a cause and the text of both', () => {
  const run = dataRun();
  const cause = make(run, 'System.MathException', 'Divide by 0');
  const exception = make(run, 'System.CalloutException', 'lost', cause);
  assert.equal(ask(run, exception, 'getMessage'), 'lost');
  assert.equal(ask(run, exception, 'getCause'), cause);
  assert.equal(ask(run, exception, 'getTypeName'), 'System.CalloutException');
  assert.equal(run.textOf(exception), 'System.CalloutException: lost');
  ask(run, exception, 'setMessage', 'found');
  assert.equal(ask(run, exception, 'getMessage'), 'found');
  assert.throws(() => ask(run, exception, 'initCause', cause), ApexFault);
});

test('without a message it is a script-thrown exception', () => {
  const run = dataRun();
  assert.equal(run.textOf(make(run, 'System.DmlException')), 'System.DmlException: Script-thrown exception');
});

test('the text of an AuraHandledException is for the component until setMessage', () => {
  const run = dataRun();
  const exception = make(run, 'System.AuraHandledException', 'Not allowed');
  assert.equal(ask(run, exception, 'getMessage'), 'Script-thrown exception');
  assert.equal(stateOf(exception).shown, 'Not allowed');
  ask(run, exception, 'setMessage', 'Not allowed');
  assert.equal(ask(run, exception, 'getMessage'), 'Not allowed');
});

test('a DmlException tells of each record', () => {
  const run = dataRun();
  const state: ExceptionState = {
    ...exceptionState('Insert failed.'),
    line: 7,
    stack: 'Class.A.b: line 7, column 1',
    dml: [
      {
        index: 2,
        id: null,
        message: 'Required fields are missing: [LastName]',
        statusCode: 'REQUIRED_FIELD_MISSING',
        fieldNames: ['LastName'],
      },
    ],
  };
  const exception = run.make('System.DmlException', state);
  assert.equal(ask(run, exception, 'getNumDml'), 1);
  assert.equal(ask(run, exception, 'getDmlIndex', 0), 2);
  assert.equal(ask(run, exception, 'getDmlId', 0), null);
  assert.equal(ask(run, exception, 'getDmlMessage', 0), 'Required fields are missing: [LastName]');
  assert.equal(run.textOf(ask(run, exception, 'getDmlFieldNames', 0)), '(LastName)');
  assert.equal(ask(run, exception, 'getDmlStatusCode', 0), 'REQUIRED_FIELD_MISSING');
  assert.ok(ask(run, exception, 'getDmlType', 0) instanceof ApexEnumValue);
  assert.equal(ask(run, exception, 'getLineNumber'), 7);
  assert.equal(ask(run, exception, 'getStackTraceString'), 'Class.A.b: line 7, column 1');
  assert.throws(() => ask(run, exception, 'getDmlMessage', 1), ApexFault);
});

test('a QueryException in user mode names the fields that the user may not read', () => {
  const run = dataRun();
  const exception = run.make('System.QueryException', {
    ...exceptionState('x'),
    inaccessible: { Lead: ['Amount__c'] },
  });
  assert.equal(run.textOf(ask(run, exception, 'getInaccessibleFields')), '{Lead={Amount__c}}');
});

test('limits and assertions cannot be caught', () => {
  assert.deepEqual([...uncatchable].sort(), ['System.AssertException', 'System.LimitException']);
});

test('assertions word what was expected, with the own message before', () => {
  const run = dataRun();
  const failure = (className: string, name: string, ...values: Value[]): string => {
    try {
      callMember(run, className, name, ...values);
      return 'passed';
    } catch (error) {
      assert.ok(error instanceof ApexFault);
      assert.equal(error.type, 'System.AssertException');
      return error.message;
    }
  };
  assert.equal(failure('System.System', 'assert', false), 'Assertion Failed');
  assert.equal(failure('System.System', 'assert', false, 'text'), 'Assertion Failed: text');
  assert.equal(failure('System.System', 'assertEquals', 1, 2), 'Assertion Failed: Expected: 1, Actual: 2');
  assert.equal(
    failure('System.System', 'assertEquals', 1, 2, 'text'),
    'Assertion Failed: text: Expected: 1, Actual: 2',
  );
  assert.equal(failure('System.System', 'assertEquals', 'a', 'A'), 'Assertion Failed: Expected: a, Actual: A');
  assert.equal(failure('System.System', 'assertEquals', 1, 1n), 'passed');
  assert.equal(failure('System.System', 'assertNotEquals', 1, 1), 'Assertion Failed: Same value: 1');
  assert.equal(failure('System.Assert', 'areEqual', null, 1), 'Assertion Failed: Expected: null, Actual: 1');
  assert.equal(failure('System.Assert', 'areNotEqual', 1, 2), 'passed');
  assert.equal(failure('System.Assert', 'isTrue', false, 'text'), 'Assertion Failed: text');
  assert.equal(failure('System.Assert', 'isFalse', null), 'Assertion Failed');
  assert.equal(failure('System.Assert', 'isNotNull', null), 'Assertion Failed: Same value: null');
  assert.equal(failure('System.Assert', 'fail', 'text'), 'Assertion Failed: text');
  assert.equal(failure('System.Assert', 'isInstanceOfType', 'a', makeType(run, stringType)), 'passed');
  assert.match(failure('System.Assert', 'isInstanceOfType', 'a', makeType(run, integerType)), /^Assertion Failed: /);
  assert.equal(failure('System.Assert', 'isNotInstanceOfType', 'a', makeType(run, integerType)), 'passed');
});

test('types are found by name, made, compared and printed', () => {
  const run = dataRun({
    classes: [{ name: 'Shape' }, { name: 'Circle', supertypes: ['Shape'] }],
    objects: { Lead: {} },
  });
  const type = (name: string, ...values: Value[]): Value => callMember(run, 'System.Type', name, ...values);
  const named = type('forName', 'circle') as ApexObject;
  assert.equal(type('getName', named), 'Circle');
  assert.equal((type('newInstance', named) as ApexObject).of.name, 'Circle');
  assert.equal(run.textOf(type('newInstance', type('forName', 'List<String>'))), '()');
  assert.equal(type('forName', 'Nothing'), null);
  assert.equal(type('getName', type('forName', '', 'lead')), 'Lead');
  assert.equal(run.textOf(makeType(run, listOf(objectType))), 'List<Object>');
  assert.equal(run.equals(named, makeType(run, classType('Circle'))), true);
  assert.equal(run.keyOf(named), run.keyOf(makeType(run, classType('Circle'))));
  assert.equal(type('isAssignableFrom', type('forName', 'Shape'), named), true);
  assert.equal(type('isAssignableFrom', named, type('forName', 'Shape')), false);
});
