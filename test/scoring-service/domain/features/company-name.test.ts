import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { companyNameKey, namePatterns } from '../../../../scoring-service/src/domain/features/company-name.ts';

/** LIKE as the platform evaluates it: `%` is any text, `_` one character, case is ignored. */
function isLike(text: string, pattern: string): boolean {
  const source = pattern
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 'isu').test(text);
}

const same: [string, string][] = [
  ['Acme', 'ACME Inc.'],
  ['Acme Systems', 'Acme Systems, LLC'],
  ['Acme Systems', 'The Acme Systems Company'],
  ['Société Générale', 'Societe Generale S.A.'],
  ['Müller und Söhne', 'Muller & Söhne GmbH & Co. KG'],
  ['Škoda Auto', 'Skoda Auto a.s.'],
  ['Kröger Straßenbau', 'Kroger Strassenbau GmbH'],
  ['Ørsted', 'Orsted A/S'],
  ['Coca-Cola', 'Coca Cola Company'],
  ['Fiat', 'Fiat S.p.A.'],
  ['Łódź Works', 'Łódź works Sp. z o.o.'],
  ['Toyo Works', 'Toyo Works K.K.'],
  ['Wesfarmers', 'Wesfarmers Pty Ltd'],
];

test('spellings of one name have one key, which the patterns of each find', () => {
  for (const [one, other] of same) {
    assert.equal(companyNameKey(one), companyNameKey(other), `${one} and ${other}`);
    assert.ok(companyNameKey(one), one);
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      assert.ok(
        namePatterns(from).some((pattern) => isLike(to, pattern)),
        `${from} finds ${to}`,
      );
    }
  }
});

test('names of different companies have different keys', () => {
  const names = ['Acme', 'Acme Systems', 'Acme Deutschland GmbH', 'Apex', 'Group Acme', 'Acme Holding AG'];
  assert.equal(new Set(names.map(companyNameKey)).size, names.length);
});

test('what tells no company apart has no key', () => {
  const names = ['', 'Co. Ltd.', 'GmbH & Co. KG', '[not provided]', 'n/a', 'Self-employed', '---', 'Private', '"Acme"'];
  for (const name of names) {
    assert.equal(companyNameKey(name), undefined, name);
    assert.deepEqual(namePatterns(name), []);
  }
});

const accents: Record<string, string> = {
  ...{
    a: 'aàáâäãåā',
    e: 'eèéêëēę',
    i: 'iìíîïī',
    o: 'oòóôöõøō',
    u: 'uùúûüūů',
    y: 'yýÿ',
    c: 'cçćč',
    n: 'nñńň',
    s: 'sšśş',
  },
  ...{ z: 'zźżž', l: 'lł', d: 'dđď', g: 'gğ', k: 'kķ', r: 'rř', t: 'tťţ' },
};
const accentedLetter = fc.constantFrom(...Object.keys(accents), ...'bfhjmpqvwx').chain((letter) => {
  const spellings = accents[letter] ?? letter;
  return fc.constantFrom(...spellings).chain((spelling) => fc.constantFrom(spelling, spelling.toUpperCase()));
});
const word = fc.oneof(
  fc.array(accentedLetter, { minLength: 1, maxLength: 8 }).map((letters) => letters.join('')),
  fc.constantFrom('Straße', 'Strasse', 'Æon', 'Aeon', 'and', '&', 'und', 'K', '株式会社', 'Ромашка', '2go'),
);
const written = fc
  .tuple(
    fc.constantFrom('', 'The ', 'the ', ' '),
    fc.array(word, { minLength: 1, maxLength: 4 }),
    fc.constantFrom(' ', '-', ' & ', ', ', '.', "'"),
    fc.constantFrom('', ' GmbH', ', Inc.', ' S.p.A.', ' & Co. KG', ' Ltd', ' (publ)'),
  )
  .map(([start, words, separator, form]) => `${start}${words.join(separator)}${form}`);

/** Another spelling of a name, letter by letter. */
const respelled = (name: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      ...[...name].map((letter) => {
        const base = Object.keys(accents).find((key) => accents[key]?.includes(letter.toLowerCase()));
        return fc.constantFrom(letter, letter, ...(base === undefined ? [letter] : [base, ...(accents[base] ?? '')]));
      }),
    )
    .map((spelled) => spelled.join(''));

test('every name with the same key is found by the patterns', () => {
  let found = 0;
  fc.assert(
    fc.property(
      written.chain((name) => fc.tuple(fc.constant(name), respelled(name))),
      ([one, other]) => {
        const key = companyNameKey(one);
        if (key === undefined || key !== companyNameKey(other)) return;
        found += 1;
        assert.ok(
          namePatterns(one).some((pattern) => isLike(other.trim(), pattern)),
          `${one} does not find ${other}`,
        );
      },
    ),
    { numRuns: 2000 },
  );
  assert.ok(found > 500, `only ${found} pairs`);
});

test('a key depends on neither case nor surrounding blanks', () => {
  fc.assert(
    fc.property(written, (name) => {
      assert.equal(companyNameKey(` ${name} `), companyNameKey(name));
      assert.equal(companyNameKey(name.toLowerCase()), companyNameKey(name));
    }),
  );
});
