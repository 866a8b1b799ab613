import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWords, splitWords } from './word-rules.ts';
import { BANNED_IDENTIFIERS, BANNED_WORDS } from './words.ts';
import type { BannedWord } from './words.ts';

// The words come from the list, because this file must not contain them itself.
const formIn =
  (words: BannedWord[]) =>
  (prefix: string): string =>
    words.flatMap(({ forms }) => forms).find((word) => word.startsWith(prefix)) ?? assert.fail(prefix);
const banned = formIn(BANNED_WORDS);
const inNames = formIn(BANNED_IDENTIFIERS);
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const check = (path: string, text: string): string[] => checkWords([{ path, text }], []);

test('names are split into words at case, hyphens, underscores and digits', () => {
  assert.deepEqual(splitWords('isOptedOut optedOut2 OPTED_OUT opted-out XMLStub trimEnd Größe'), [
    ...['is', 'opted', 'out', 'opted', 'out', 'opted', 'out', 'opted', 'out'],
    ...['xml', 'stub', 'trim', 'end', 'größe'],
  ]);
});

test('every listed form is found in every kind of file, with its line and the term to use', () => {
  for (const { forms, use } of BANNED_WORDS) {
    for (const word of forms) {
      for (const path of ['a.ts', 'a.js', 'a.html', 'a.cls', 'a.trigger', 'a.md', 'a.xml'])
        assert.deepEqual(check(path, `\n${word}`), [`${path}:2 "${word}": use ${use}`]);
    }
  }
});

test('a banned word is found as a part of a name, in a comment, in a label and in a file name', () => {
  const word = banned('tw');
  const planted: [string, string][] = [
    ['a.ts', `const is${capital(word)}Ready = true;`],
    ['a.ts', `const ${word}Ready = true;`],
    ['a.ts', `const MOST_${word.toUpperCase()} = 1;`],
    ['a.ts', `const sql = 'select ${word}_id from x';`],
    ['a.ts', `// The ${capital(word)} of it.`],
    ['a.cls', `/* of the ${word} */`],
    ['a.xml', `<value>Use the ${word}, then save.</value>`],
    [`src/apex-${word}.ts`, ''],
    [`classes/Scoring${capital(word)}.cls`, ''],
  ];
  for (const [path, text] of planted) assert.equal(check(path, text).length, 1, `${path} ${text}`);
});

test('a longer word that contains a banned one passes', () => {
  const innocent = [
    `s${banned('he')} ${banned('he')}t ${banned('he')}tbeatSeconds`,
    `${banned('wi')}list`,
    `recom${banned('me')} a${banned('me')}ment`,
    'forgetOld trimEnd',
  ];
  for (const text of innocent) assert.deepEqual(check('a.ts', `// ${text}`), [], text);
  assert.equal(check('a.ts', `// ${banned('wi')}-list`).length, 1);
});

test('some words are banned in names only: of the code, of its properties and of files', () => {
  const word = inNames('mom');
  const use = BANNED_IDENTIFIERS[0]?.use;
  assert.deepEqual(check('a.ts', `\nconst working${capital(word)} = 1;`), [`a.ts:2 "${word}": use ${use}`]);
  assert.equal(check('a.ts', `type Row = { ${word}_ms: number };`).length, 1);
  assert.equal(check('a.js', `this.#${word} = 1;`).length, 1);
  assert.equal(check('a.cls', `Datetime ${word};`).length, 1);
  assert.equal(check(`src/repeated-${word}s-sql.ts`, '').length, 1);
});

test('the same words pass in prose, in comments, in strings and in SQL', () => {
  const word = inNames('mom');
  const fine: [string, string][] = [
    ['a.ts', `// At this ${word}.\nconst sql = 'select ${word}_ms from x';\nconst text = \`${word}\`;`],
    ['a.cls', `// At this ${word}.\n/* The ${word}. */\nString text = 'At this ${word}\\'s end';`],
    ['a.md', `Wait a ${word}.`],
    ['de.xml', `<label>Einen ${capital(word)} bitte</label>`],
  ];
  for (const [path, text] of fine) assert.deepEqual(check(path, text), [], path);
});

test('only the glossary of CONTRIBUTING.md may name the old words', () => {
  const word = banned('tw');
  const text = `# How\n## Glossary\n${word}\n### Detail\n${word}\n## After\n${word}`;
  assert.deepEqual(
    check('CONTRIBUTING.md', text).map((found) => found.split(' ')[0]),
    ['CONTRIBUTING.md:7'],
  );
  assert.equal(check('README.md', text).length, 3);
});

test('other kinds of files, built JavaScript and the list itself are not searched', () => {
  const word = banned('tw');
  for (const path of ['a.csv', 'a.svg', 'test/architecture/words.ts']) assert.deepEqual(check(path, word), []);
  const built = [
    { path: 'lwc/a/a.js', text: word },
    { path: 'lwc/a/a.ts', text: '' },
  ];
  assert.deepEqual(checkWords(built, []), []);
});

test('an allowed text passes where it is allowed; an entry that is not needed is reported', () => {
  const text = `${capital(banned('tw'))}_From__c`;
  const allowed = [{ under: 'fixtures/', text, reason: 'A column of the data.' }];
  const field = { path: `fixtures/${text}.xml`, text: `<fullName>${text}</fullName>` };
  assert.deepEqual(checkWords([field], allowed), []);
  assert.equal(checkWords([field, { path: 'a.xml', text }], allowed).length, 1);
  assert.deepEqual(checkWords([], allowed), [
    `test/architecture/words.ts allows "${text}" under fixtures/, where no file contains it`,
  ]);
});
