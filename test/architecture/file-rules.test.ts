import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as files from './file-rules.ts';

const file = (path: string, text = '') => ({ path, text });
const lines = (count: number): string => 'x\n'.repeat(count);

test('a file of 400 lines passes, one of 401 does not, unless a tool wrote it', () => {
  assert.deepEqual(files.checkLengths([file('a.ts', lines(400)), file('package-lock.json', lines(5000))]), []);
  assert.deepEqual(files.checkLengths([file('a.css', lines(401))]), ['a.css has 401 lines, more than 400']);
});

test('names that say nothing are found in files and folders; words that contain them are not', () => {
  const empty = ['src/utils.ts', 'src/utils/dates.ts', 'test/http-helper.ts', 'common/x.ts', 'run-manager.ts'];
  for (const path of empty) assert.equal(files.checkNames([file(path)]).length, 1, path);
  assert.deepEqual(files.checkNames([file('src/uncommon-values.ts'), file('src/management-fee.ts')]), []);
});

test('a name that is not kebab-case is found', () => {
  for (const path of ['src/scoreRecord.ts', 'src/Score.ts', 'src/score_record.ts'])
    assert.equal(files.checkKebabCase([file(path)]).length, 1, path);
  const fine = [
    'src/0001-models.ts',
    'src/score.test.ts',
    'eslint.config.ts',
    'force-app/main/default/lwc/a/scoreBadge.ts',
  ];
  assert.deepEqual(files.checkKebabCase(fine.map((path) => file(path))), []);
});

test('a barrel is found; the index of a package and a file with something of its own are none', () => {
  const barrel = `export * from './a.ts';\nexport { b } from './b.ts';`;
  const found = files.checkBarrels([
    file('p/package.json'),
    file('p/src/index.ts', barrel),
    file('p/src/deep/index.ts', barrel),
    file('p/src/all.ts', barrel),
    file('p/src/more.ts', `${barrel}\nexport const c = 1;`),
  ]);
  assert.deepEqual(
    found.map((sentence) => sentence.split(' ')[0]),
    ['p/src/deep/index.ts', 'p/src/all.ts'],
  );
});

test('a path of one machine is found with its line; routes and relative paths are none', () => {
  for (const folder of ['work', 'home', 'root', 'Users', 'tmp']) {
    const path = ['', folder, 'anna', 'x.csv'].join('/');
    assert.deepEqual(files.checkMachinePaths([file('a.md', `first\nread ${path}`)]), [
      'a.md:2 names a path of one machine',
    ]);
  }
  const fine = "'../shared/data/x.csv' '/v1/scores' '/services/data/v60.0/home' 'src/work/x' `${folder}/tmp/x`";
  assert.deepEqual(files.checkMachinePaths([file('a.ts', fine)]), []);
});

test('a top folder without README, or with a long one, is named', () => {
  const readmes = [file('one/README.md', lines(40)), file('two/README.md', lines(41))];
  assert.deepEqual(files.checkReadmes(readmes, ['one', 'two', 'three']), [
    'two/README.md has more than 40 lines',
    'three has no README.md',
  ]);
});

test('decisions after the 40 lines may have five lines each', () => {
  const decision = (count: number): string => `\n**Why.**\n${lines(count - 1)}`;
  const text = `${lines(40)}## Decisions that surprise\n${decision(5)}${decision(6)}${decision(5)}`;
  assert.deepEqual(files.checkReadmes([file('one/README.md', text)], ['one']), [
    'one/README.md takes more than 5 lines for: **Why.**',
  ]);
});
