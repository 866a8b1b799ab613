import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScoringError } from '../../scoring-service/src/domain/scoring-error.ts';
import { createLog } from '../../scoring-service/src/log.ts';
import { connectTo, startScoringOrg } from './adapters/salesforce/connected-org.ts';

type Line = { kind?: string; code?: string; runKey?: string; error?: { type: string; cause?: object } };

/** The line that the log writes for an error, parsed and as it stands. */
function lineOf(error: unknown, fields: Record<string, string> = {}): { line: Line; text: string } {
  const lines: string[] = [];
  createLog({ level: 'error', destination: { write: (line) => void lines.push(line) } }).error('x', fields, error);
  const [text = ''] = lines;
  return { line: JSON.parse(text) as Line, text };
}

const coded = (code: unknown, message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { code });

test('a wrong client secret is readable as such, and the secret is not written', async (t) => {
  const running = await startScoringOrg();
  t.after(() => running.stop());
  const credentials = { ...running.credentials, clientSecret: 'a-wrong-secret' };
  const error: unknown = await connectTo({ ...running, credentials })
    .ping()
    .catch((refusal: unknown) => refusal);
  assert.match((error as Error).message, /\(invalid_client\)/);
  const { line, text } = lineOf(error, { runKey: 'r1' });
  assert.deepEqual([line.kind, line.code, line.runKey], ['salesforce.login-failed', 'invalid_client', 'r1']);
  assert.doesNotMatch(text, /a-wrong-secret/);
});

test("the code of a line is the failing system's own, however deep, and every cause is named", () => {
  const system = coded('ECONNREFUSED', 'connect 10.0.0.7');
  const error = new ScoringError('salesforce.unreachable', {
    actions: ['-'],
    cause: new TypeError('f', { cause: system }),
  });
  const { line } = lineOf(error);
  assert.deepEqual([line.kind, line.code], ['salesforce.unreachable', 'ECONNREFUSED']);
  assert.equal(line.error?.type, 'ScoringError');
  assert.match(JSON.stringify(line.error.cause), /TypeError.*ECONNREFUSED/);
  assert.deepEqual([lineOf(coded('57P01', 'x')).line.kind, lineOf(coded('57P01', 'x')).line.code], ['defect', '57P01']);
});

for (const [what, error] of [
  [
    'the texts of an error and its causes',
    coded('23505', 'Key (email)=(ada@example.com)', new Error('ada@example.com')),
  ],
  ['a code that is text', coded('duplicate value found: ada@example.com', 'x')],
  ['a name that is text', Object.assign(new Error('x'), { name: 'ada@example.com sent it' })],
  ['what was thrown and is no error', 'ada@example.com'],
] as const) {
  test(`${what} may quote a record and is not written`, () => {
    assert.doesNotMatch(lineOf(error).text, /ada@example/);
  });
}

test('an error that is its own cause ends', () => {
  const error = new Error('x');
  error.cause = error;
  assert.equal(lineOf(error).line.kind, 'defect');
});
