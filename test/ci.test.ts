import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const repository = join(import.meta.dirname, '..');
const ci = readFileSync(join(repository, '.ci/run'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

test('CI runs every step of npm run check', () => {
  const steps = (scripts['check'] ?? '').split(' && ').map((step) => step.replace(/^npm (run )?/, ''));
  assert.ok(steps.length > 5);
  const missing = steps.filter((step) => !new RegExp(`^step \\w+ npm (run --silent )?${step}$`, 'm').test(ci));
  assert.deepEqual(missing, []);
});

test('each step of CI is a script of the project', () => {
  const called = [...ci.matchAll(/^step \w+ npm (?:run --silent )?([\w:]+)/gm)].map(([, script = '']) => script);
  assert.ok(called.length > 5);
  assert.deepEqual(
    called.filter((script) => scripts[script] === undefined),
    [],
  );
});
