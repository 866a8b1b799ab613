import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { resultSchemas } from '../../plugin/src/result-schemas.ts';

const plugin = fileURLToPath(new URL('../../plugin/', import.meta.url));

const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(plugin, script), ...args], {
    encoding: 'utf8',
  });

before(() => {
  assert.equal(run('build.ts').status, 0);
});

test('command snapshot, schemas, and reference are up to date', () => {
  const { status, stderr } = run('generate.ts', '--check');
  assert.equal(status, 0, stderr);
});

test('every command has a schema, a summary, a description, and two examples, and every schema has a command', () => {
  const { commands } = JSON.parse(readFileSync(join(plugin, 'oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, { summary?: string; description?: string; examples?: string[] }>;
  };
  assert.deepEqual(Object.keys(commands).toSorted(), Object.keys(resultSchemas).toSorted());
  for (const [id, { summary, description, examples }] of Object.entries(commands)) {
    assert.ok(summary && description && (examples?.length ?? 0) >= 2, id);
  }
});

test('the installed code imports nothing of the repository', () => {
  const { dependencies } = JSON.parse(readFileSync(join(plugin, 'package.json'), 'utf8')) as { dependencies: object };
  const allowed = [...Object.keys(dependencies), 'node:'];
  const files = globSync('lib/**/*.js', { cwd: plugin });
  assert.ok(files.length > 60);
  for (const file of files) {
    const text = readFileSync(join(plugin, file), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/(?:from|import)\s+'([^'.][^']*)'/g)) {
      assert.ok(
        allowed.some((name) => specifier.startsWith(name)),
        `${file} imports ${specifier}`,
      );
    }
    assert.ok(!/from '\.[^']*\.ts'/.test(text), `${file} imports TypeScript`);
  }
});
