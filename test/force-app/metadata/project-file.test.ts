import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { packageFolders } from './read-package.ts';

const repository = join(import.meta.dirname, '../../..');
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const schema = createRequire(import.meta.url).resolve('@salesforce/schemas/sfdx-project.schema.json');
// The schema that Salesforce publishes has words that are for editors.
const validate = new Ajv({ allErrors: true, strict: false }).compile(readJson(schema) as object);

type Project = { packageDirectories: { path: string; default?: boolean }[]; sourceApiVersion: string };
const project = readJson(join(repository, 'sfdx-project.json')) as Project;

/** What is wrong with a project file. */
function problemsOf(file: unknown): string {
  validate(file);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`).join('\n');
}

test('the project file is as the schema of Salesforce wants it', () => {
  assert.equal(problemsOf(project), '');
});

test('its package directories are those that are deployed and checked', () => {
  const folders = project.packageDirectories.map(({ path }) => path);
  for (const folder of folders) assert.ok(existsSync(join(repository, folder)), `${folder} is not there`);
  for (const folder of packageFolders)
    assert.ok(
      folders.some((path) => `force-app/${folder}/`.startsWith(`${path}/`)),
      `${folder} is in no package directory`,
    );
  assert.equal(project.packageDirectories.filter((directory) => directory.default === true).length, 1);
});

/** A defect in the project file, and how the schema names it. */
const defects: [defect: string, file: object, problem: RegExp][] = [
  ['no package directories', { ...project, packageDirectories: undefined }, /must have required property/],
  ['a version that is a number', { ...project, sourceApiVersion: 65 }, /\/sourceApiVersion must be string/],
  ['a word it does not know', { ...project, sourceApiVersions: '65.0' }, /must NOT have additional properties/],
  ['a directory without its path', { ...project, packageDirectories: [{ default: true }] }, /\/packageDirectories\/0/],
];

for (const [defect, file, problem] of defects) {
  test(`the schema refuses ${defect}`, () => {
    assert.match(problemsOf(JSON.parse(JSON.stringify(file))), problem);
  });
}
