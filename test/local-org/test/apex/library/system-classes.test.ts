import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dataClasses } from '../../../src/apex/library/data-classes.ts';
import { newLimits, useLimit } from '../../../src/apex/library/limits.ts';
import { statusCodes } from '../../../src/apex/library/status-codes.ts';
import type { TransactionContext } from '../../../src/apex/library/transaction.ts';
import { ApexFault } from '../../../src/apex/run.ts';
import type { Run } from '../../../src/apex/run.ts';
import { objectType } from '../../../src/apex/types.ts';
import { ApexBlob, ApexDate, ApexDatetime, ApexObject } from '../../../src/apex/values.ts';
import type { Value } from '../../../src/apex/values.ts';
import { callMember, dataRun } from './data-run.ts';

const made = (run: Run, name: string, ...values: Value[]): ApexObject =>
  callMember(run, name, 'new', ...values) as ApexObject;

test('every class has its name once, and each overload once', () => {
  const names = dataClasses.map((one) => one.name.toLowerCase());
  assert.equal(new Set(names).size, names.length);
  for (const { name, members } of dataClasses) {
    const signatures = members.map((one) => `${one.kind} ${one.name.toLowerCase()} ${JSON.stringify(one.parameters)}`);
    assert.equal(new Set(signatures).size, signatures.length, name);
  }
});

test('classes name only supertypes that the list has', () => {
  const names = new Set(dataClasses.map((one) => one.name));
  const above = dataClasses.flatMap((one) => [
    ...one.interfaces,
    ...(one.superclass === undefined ? [] : [one.superclass]),
  ]);
  assert.deepEqual(
    above.filter((name) => !names.has(name)),
    [],
  );
});

test('status codes are those of the official types', () => {
  const types = new URL('partner.d.ts', import.meta.resolve('@salesforce/types/partner'));
  const text = readFileSync(types, 'utf8');
  const union = /export type StatusCode = (.*?);/s.exec(text)?.[1] ?? '';
  assert.deepEqual(
    statusCodes,
    [...union.matchAll(/'(\w+)'/g)].map(([, name]) => name),
  );
});

test('debug is kept with its level', () => {
  const run = dataRun();
  callMember(run, 'System.System', 'debug', run.list(objectType, [1, 'a']));
  callMember(run, 'System.System', 'debug', run.enumValue('System.LoggingLevel', 'error'), null);
  assert.deepEqual(run.state.get('debug'), [
    { level: 'DEBUG', text: '(1, a)', line: 0 },
    { level: 'ERROR', text: 'null', line: 0 },
  ]);
});

test('now is the time of the org and today the day of the user', () => {
  const run = dataRun({ now: new Date('2024-01-31T23:30:00Z') });
  assert.deepEqual(callMember(run, 'System.System', 'now'), new ApexDatetime(Date.UTC(2024, 0, 31, 23, 30)));
  assert.deepEqual(callMember(run, 'System.System', 'today'), new ApexDate(Date.UTC(2024, 1, 1) / 86_400_000));
  assert.equal(callMember(run, 'System.System', 'currentTimeMillis'), BigInt(Date.UTC(2024, 0, 31, 23, 30)));
});

test('the context says what started the transaction', () => {
  const run = dataRun();
  assert.equal(callMember(run, 'System.System', 'isQueueable'), false);
  const context: TransactionContext = { kind: 'queueable', quiddity: 'QUEUEABLE', requestId: 'abc' };
  run.state.set('context', context);
  assert.equal(callMember(run, 'System.System', 'isQueueable'), true);
  assert.equal(callMember(run, 'System.System', 'isFuture'), false);
  const request = callMember(run, 'System.Request', 'getCurrent');
  assert.equal(run.textOf(callMember(run, 'System.Request', 'getQuiddity', request)), 'QUEUEABLE');
  assert.equal(callMember(run, 'System.Request', 'getRequestId', request), 'abc');
});

test('limits are counted, differ by the kind of transaction, and end it when they are passed', () => {
  const run = dataRun();
  assert.equal(callMember(run, 'System.Limits', 'getLimitQueries'), 100);
  for (let count = 0; count < 100; count += 1) useLimit(run, 'Queries');
  assert.equal(callMember(run, 'System.Limits', 'getQueries'), 100);
  assert.throws(
    () => {
      useLimit(run, 'Queries');
    },
    (error) =>
      error instanceof ApexFault &&
      error.type === 'System.LimitException' &&
      error.message === 'Too many SOQL queries: 101',
  );
  run.state.set('limits', newLimits('asynchronous'));
  assert.equal(callMember(run, 'System.Limits', 'getLimitQueries'), 200);
  assert.equal(callMember(run, 'System.Limits', 'getLimitFutureCalls'), 0);
  assert.equal(callMember(run, 'System.Limits', 'getLimitHeapSize'), 12_000_000);
  assert.equal(newLimits('queueable').get('FutureCalls')?.limit, 50);
});

test('UserInfo is about the running user', () => {
  const run = dataRun();
  const info = (name: string): Value => callMember(run, 'System.UserInfo', name);
  assert.equal(info('getUserId'), '005000000000001AAA');
  assert.equal(info('getName'), 'Ada Example');
  assert.equal(info('getUserRoleId'), null);
  assert.equal(info('getDefaultCurrency'), 'USD');
  assert.equal(info('isMultiCurrencyOrganization'), false);
});

test('access levels are the same value each time', () => {
  const run = dataRun();
  const members = dataClasses.find((one) => one.name === 'System.AccessLevel')?.members ?? [];
  const constant = members.find((one) => one.name === 'USER_MODE')?.code as unknown as (run: Run) => Value;
  assert.equal(constant(run), constant(run));
  assert.equal(run.textOf(constant(run)), 'USER_MODE');
});

test('a request keeps headers without case, body as text and as blob, and its text', () => {
  const run = dataRun();
  const request = made(run, 'System.HttpRequest');
  const call = (name: string, ...values: Value[]): Value =>
    callMember(run, 'System.HttpRequest', name, request, ...values);
  call('setEndpoint', 'https://example.org/a');
  call('setMethod', 'POST');
  call('setHeader', 'Content-Type', 'text/plain');
  call('setHeader', 'content-type', 'application/json');
  call('setBody', 'ä');
  assert.equal(call('getHeader', 'CONTENT-TYPE'), 'application/json');
  assert.equal(call('getHeader', 'Other'), null);
  assert.equal(call('getBody'), 'ä');
  assert.deepEqual(call('getBodyAsBlob'), new ApexBlob(Buffer.from('ä')));
  assert.equal(call('getCompressed'), false);
  assert.equal(run.textOf(request), 'System.HttpRequest[Endpoint=https://example.org/a, Method=POST]');
});

test('a response has a status, a code and the names of its headers', () => {
  const run = dataRun();
  const response = made(run, 'System.HttpResponse');
  const call = (name: string, ...values: Value[]): Value =>
    callMember(run, 'System.HttpResponse', name, response, ...values);
  call('setStatus', 'Created');
  call('setStatusCode', 201);
  call('setHeader', 'X-One', '1');
  call('setHeader', 'x-one', '2');
  call('setBodyAsBlob', new ApexBlob(Buffer.from('{}')));
  assert.equal(call('getBody'), '{}');
  assert.equal(run.textOf(call('getHeaderKeys')), '(X-One)');
  assert.equal(run.textOf(response), 'System.HttpResponse[Status=Created, StatusCode=201]');
});

test('a REST request collects headers and parameters', () => {
  const run = dataRun();
  const request = made(run, 'System.RestRequest');
  callMember(run, 'System.RestRequest', 'addHeader', request, 'Accept', 'a');
  callMember(run, 'System.RestRequest', 'addParameter', request, 'id', '1');
  assert.equal(run.textOf(request.fields['headers'] ?? null), '{Accept=a}');
  assert.equal(run.textOf(request.fields['params'] ?? null), '{id=1}');
});

test('an e-mail has its setters, its getters and those of every e-mail', () => {
  const run = dataRun();
  const mail = made(run, 'Messaging.SingleEmailMessage');
  const call = (name: string, ...values: Value[]): Value =>
    callMember(run, 'Messaging.SingleEmailMessage', name, mail, ...values);
  call('setSubject', 'Hello');
  call('setTargetObjectId', '005000000000001AAA');
  call('setSaveAsActivity', false);
  assert.equal(call('getSubject'), 'Hello');
  assert.equal(mail.fields['targetobjectid'], '005000000000001AAA');
  assert.equal(mail.fields['saveasactivity'], false);
  assert.equal(call('isTreatTargetObjectAsRecipient'), true);
  const result = run.make('Messaging.SendEmailResult', {
    errors: [{ fields: [], message: 'no', statusCode: 'UNKNOWN_EXCEPTION', targetObjectId: null }],
  });
  assert.equal(callMember(run, 'Messaging.SendEmailResult', 'isSuccess', result), false);
});

test('a notification is made by setters or at once', () => {
  const run = dataRun();
  const values = ['0ML1', '0051', 'Title', 'Body', '0011', null];
  const notification = made(run, 'Messaging.CustomNotification', ...values);
  callMember(run, 'Messaging.CustomNotification', 'setTitle', notification, 'Other');
  assert.equal(notification.fields['title'], 'Other');
  assert.equal(notification.fields['notificationtypeid'], '0ML1');
});

test('versions compare by major, minor and, where both have one, patch', () => {
  const run = dataRun();
  const version = (...parts: number[]): ApexObject => made(run, 'System.Version', ...parts);
  const compare = (one: ApexObject, other: ApexObject): Value =>
    callMember(run, 'System.Version', 'compareTo', one, other);
  assert.equal(compare(version(1, 2), version(1, 3)), -1);
  assert.equal(compare(version(2, 0, 1), version(2, 0)), 0);
  assert.equal(compare(version(2, 0, 2), version(2, 0, 1)), 1);
  assert.equal(run.textOf(version(2, 0, 1)), '2.0.1');
});

test('a collator orders texts as the language of the user does', () => {
  const run = dataRun();
  const collator = callMember(run, 'System.Collator', 'getInstance') as ApexObject;
  assert.ok(collator instanceof ApexObject);
  const texts = run.list(objectType, ['b', 'A', 'a', 'B', null]);
  callMember(run, 'System.List', 'sort', texts, collator);
  assert.equal(run.textOf(texts), '(null, a, A, b, B)');
});
