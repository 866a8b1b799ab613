import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { packageFolders } from './read-package.ts';

const repository = join(import.meta.dirname, '../../..');
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** A schema that Salesforce publishes; some of its keywords are for editors only. */
function compileSchema(name: string): ValidateFunction {
  const schema = createRequire(import.meta.url).resolve(`@salesforce/schemas/${name}.schema.json`);
  return new Ajv({ allErrors: true, strict: false }).compile(readJson(schema) as object);
}
const validateProject = compileSchema('sfdx-project');
const validateScratchOrg = compileSchema('project-scratch-def');

type Project = { packageDirectories: { path: string; default?: boolean }[]; sourceApiVersion: string };
const project = readJson(join(repository, 'sfdx-project.json')) as Project;

/** What a schema reports about a file. */
function problemsOf(file: unknown, validate = validateProject): string {
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

const scratchOrg = readJson(join(repository, 'config/project-scratch-def.json')) as object;

test('the definition of a scratch org is as the schema of Salesforce wants it', () => {
  assert.equal(problemsOf(scratchOrg, validateScratchOrg), '');
});

test('the schema refuses a scratch org of an edition that does not exist', () => {
  assert.match(
    problemsOf({ ...scratchOrg, edition: 'Unlimited' }, validateScratchOrg),
    /\/edition must be equal to one/,
  );
});
