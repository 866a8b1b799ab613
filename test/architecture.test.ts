import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkCode } from './architecture/code-rules.ts';
import { checkCommands, checkScripts, readSnapshot } from './architecture/command-rules.ts';
import * as files from './architecture/file-rules.ts';
import { checkCycles, checkFolderCycles } from './architecture/import-cycles.ts';
import { checkImports, checkLibraryHomes } from './architecture/import-rules.ts';
import { checkProductNames } from './architecture/product-names.ts';
import { readSources, typeScript } from './architecture/source.ts';
import { checkWords } from './architecture/word-rules.ts';

const sources = readSources(fileURLToPath(new URL('..', import.meta.url)));
const code = typeScript(sources);

/** Fails with one broken rule a line. */
const assertNone = (broken: string[]): void => assert.equal(broken.join('\n'), '');

test('reads the repository, so that the rules below are not vacuous', () => {
  assert.ok(code.some(({ path }) => path === 'scoring-service/src/ports/models.ts'));
  assert.ok(sources.some(({ path }) => path === 'package.json'));
  assert.ok(readSnapshot(sources).some(({ name }) => name === 'score train'));
});

test('every layer imports only what it may know', () => assertNone(checkImports(code)));
test('the library of an outside system is imported in its adapter only', () => assertNone(checkLibraryHomes(code)));
test('no file imports itself in a circle', () => assertNone(checkCycles(code)));
test('no folder of the domain imports itself in a circle', () =>
  assertNone(checkFolderCycles(code, 'scoring-service/src/domain/')));
test('the domain is pure, settings are read in one file, nothing needs compiling', () => assertNone(checkCode(code)));
test('every file can be read in one sitting', () => assertNone(files.checkLengths(sources)));
test('every name says its subject', () => assertNone(files.checkNames(sources)));
test('TypeScript files are named in kebab-case', () => assertNone(files.checkKebabCase(sources)));
test('only packages have a file that passes on others', () => assertNone(files.checkBarrels(sources)));
test('the local org does not name the product', () => assertNone(checkProductNames(sources)));
test('no text names a folder of one machine', () => assertNone(files.checkMachinePaths(sources)));
test('each top folder has a README of at most 40 lines', () => assertNone(files.checkReadmes(sources)));
test('every sf command that a text names exists, with its flags', () =>
  assertNone(checkCommands(sources, readSnapshot(sources))));
test('every npm script that a text names exists', () => assertNone(checkScripts(sources)));
test('names, comments and texts use the standard terms', () => assertNone(checkWords(sources)));
