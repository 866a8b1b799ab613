import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCode } from './code-rules.ts';

const domain = 'scoring-service/src/domain/x.ts';
const adapter = 'scoring-service/src/adapters/storage/x.ts';

const IMPURE = [
  'const t = Date.now();',
  'const t = new Date();',
  'const t = new Date;',
  'const t = Date();',
  'const t = performance.now();',
  'const r = Math.random();',
  'const id = crypto.randomUUID();',
  'const p = process.platform;',
  'export async function f() {}',
  'export const f = async () => 1;',
  'const o = { async f() {} };',
];

test('every impurity of the domain is found, with its line', () => {
  for (const text of IMPURE)
    assert.match(checkCode([{ path: domain, text: `\n${text}` }]).join('\n'), /^\S+\/x\.ts:2 \w+/, text);
});

test('what is impure in the domain is allowed in an adapter', () => {
  for (const text of IMPURE) assert.deepEqual(checkCode([{ path: adapter, text }]), [], text);
});

test('the domain may handle given times, and words that only look alike', () => {
  const text = `
    const later = new Date(asOf.getTime() + 1);
    type Step = { process: string; crypto: boolean };
    const step = { process: 'x' };
    const name = step.process;
    // Date.now() in a comment, 'process.env' in a text
    const said = 'Math.random()';`;
  assert.deepEqual(checkCode([{ path: domain, text }]), []);
});

test('settings are read from the environment in config.ts alone', () => {
  const text = `import { env } from 'node:process';
    const port = process.env.PORT;
    const { env: all } = process;`;
  assert.equal(checkCode([{ path: 'scoring-service/src/main.ts', text }]).length, 3);
  assert.equal(checkCode([{ path: 'plugin/src/x.ts', text }]).length, 3);
  assert.deepEqual(checkCode([{ path: 'scoring-service/src/config.ts', text }]), []);
  assert.deepEqual(checkCode([{ path: 'test/local-org/src/main.ts', text }]), []);
});

test('an enum is refused everywhere', () => {
  for (const path of [domain, 'test/e2e/x.ts'])
    assert.equal(checkCode([{ path, text: 'enum Band { low }' }]).length, 1);
});
