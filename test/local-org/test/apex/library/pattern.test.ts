import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callLibrary, plainRun } from '../../../src/apex/plain-run.ts';
import { ApexObject } from '../../../src/apex/values.ts';
import type { Value } from '../../../src/apex/values.ts';
import { callsOf, outcomeOf, shown } from './call.ts';

const run = plainRun();

function matcher(expression: string, text: string): (member: string, ...values: Value[]) => unknown {
  const pattern = callLibrary(run, 'System.Pattern', 'compile', [expression]);
  const made = callLibrary(run, 'System.Pattern', 'matcher', [pattern, text]);
  assert.ok(made instanceof ApexObject);
  return (member, ...values) => outcomeOf(() => callLibrary(run, 'System.Matcher', member, [made, ...values]));
}

function found(expression: string, text: string): string[] {
  const call = matcher(expression, text);
  const texts: string[] = [];
  while (call('find') === true) texts.push(String(call('group')));
  return texts;
}

test('expressions of Java find what they find there', () => {
  assert.deepEqual(found('a*', 'baac'), ['', 'aa', '', '']);
  assert.deepEqual(found('[a-z&&[^b]]+', 'abcb'), ['a', 'c']);
  assert.deepEqual(found('[a-f[x-z]]+', 'agxh'), ['a', 'x']);
  assert.deepEqual(found('(?i)ab(?-i)C', 'ABC abc aBC'), ['ABC', 'aBC']);
  assert.deepEqual(found('x(?i)a|b', 'xA B b'), ['xA', 'B', 'b']);
  assert.deepEqual(found('\\Qa.b\\E+', 'a.bb axb'), ['a.bb']);
  assert.deepEqual(found('(a+)\\1', 'aaaab'), ['aaaa']);
  assert.deepEqual(found('(?<year>\\d{4})-\\k<year>', '2026-2026 1-1'), ['2026-2026']);
  assert.deepEqual(found('"[^"]*+"', '"a" "b'), ['"a"']);
  assert.deepEqual(found('a++ab?', 'aaab'), []);
  assert.deepEqual(found('(?>a|ab)c', 'abc ac'), ['ac']);
  assert.deepEqual(found('(?m)^\\w+$', 'one\r\ntwo\nthree'), ['one', 'two', 'three']);
  assert.deepEqual(found('b$', 'ab\n'), ['b']);
  assert.deepEqual(found('b\\z', 'ab\n'), []);
  assert.deepEqual(found('(?s)a.b', 'a\nb'), ['a\nb']);
  assert.deepEqual(found('a.b', 'a\nb a\u0085b a🙂b'), ['a🙂b']);
  assert.deepEqual(found('(?x) a b # comment\n c', 'abc'), ['abc']);
  assert.deepEqual(found('\\p{Upper}\\p{Lower}+\\p{Punct}', 'Hello, Ärger!'), ['Hello,']);
  assert.deepEqual(found('\\p{IsAlphabetic}+', 'Ärger 1'), ['Ärger']);
  assert.deepEqual(found('[\\w.-]+@[\\w-]+\\.com', 'mail a.b-c@d-e.com'), ['a.b-c@d-e.com']);
  assert.deepEqual(found('\\x41\\u0042\\t', 'AB\t'), ['AB\t']);
  assert.deepEqual(found('(?<=\\$)\\d+(?!\\d|%)', '$15 $20% 7'), ['15']);
  assert.deepEqual(found('(?:(?i)b)*[^a]*', 'bAAa'), ['bAA', '', '']);
  assert.deepEqual(found('(?i)[^a-c]\\p{Upper}', 'BBxy'), ['xy']);
  assert.deepEqual(found('(?i)ä(?u)ä', 'äÄ ÄÄ'), ['äÄ']);
  assert.deepEqual(found('(?m)^', ''), []);
  assert.deepEqual(found('[]a]+', '[]a]'), [']a]']);
});

test('an expression that is wrong or cannot be translated is refused', () => {
  const compile = callsOf('System.Pattern');
  for (const expression of ['a(', '[a', '*a', 'a)', '{', '\\p{InGreek}', '\\Ga', '(?<a>x)(?<a>y)', '[z-a]', '\\']) {
    assert.match(String(compile('compile', expression)), /^System\.StringException: Invalid regex: /, expression);
  }
});

test('a matcher has groups with places', () => {
  const call = matcher('(\\w+)@(\\w+)(\\.x)?', 'mail ada@example now');
  assert.equal(call('group'), 'System.StringException: No match found');
  assert.equal(call('find'), true);
  assert.deepEqual([call('group'), call('group', 1), call('group', 3)], ['ada@example', 'ada', null]);
  assert.deepEqual([call('start'), call('end'), call('start', 2), call('end', 3)], [5, 16, 9, -1]);
  assert.equal(call('groupCount'), 3);
  assert.equal(call('group', 4), 'System.StringException: No group 4');
  assert.equal(call('find'), false);
  assert.equal(call('find', 0), true);
});

test('a matcher compares all of its region, or the beginning of it', () => {
  const call = matcher('a|ab', 'xab');
  assert.equal(call('matches'), false);
  call('region', 1, 3);
  assert.deepEqual([call('matches'), call('group'), call('start')], [true, 'ab', 1]);
  assert.deepEqual([call('lookingAt'), call('group')], [true, 'a']);
  assert.deepEqual([call('regionStart'), call('regionEnd')], [1, 3]);
  assert.equal(callsOf('System.Pattern')('matches', '\\d+', '12a'), false);
  assert.equal(matcher('^a', 'ba')('find'), false);
});

test('replacements name groups, and can be quoted', () => {
  assert.equal(matcher('(\\w)(\\d)', 'a1 b2')('replaceAll', '$2$1'), '1a 2b');
  assert.equal(matcher('(?<l>\\w)\\d', 'a1 b2')('replaceFirst', '<${l}>'), '<a> b2');
  assert.equal(matcher('a', 'a')('replaceAll', '\\$1'), '$1');
  assert.equal(matcher('(a)', 'a')('replaceAll', '$12'), 'a2');
  assert.equal(matcher('a', 'a')('replaceAll', '$1'), 'System.StringException: No group 1');
  assert.equal(matcher('a', 'a')('replaceAll', '$'), 'System.StringException: Illegal group reference');
  assert.equal(shown(callLibrary(run, 'System.Matcher', 'quoteReplacement', ['a$\\'])), 'a\\$\\\\');
  assert.equal(shown(callLibrary(run, 'System.Pattern', 'quote', ['a.b'])), '\\Qa.b\\E');
});
