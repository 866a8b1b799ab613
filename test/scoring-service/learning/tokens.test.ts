import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fitAdditiveModel } from '../../../scoring-service/learning/src/additive/fit.ts';
import { createExplainer } from '../../../scoring-service/learning/src/contributions.ts';
import { decodeModel, encodeModel } from '../../../scoring-service/learning/src/model-codec.ts';
import { scoreTable } from '../../../scoring-service/learning/src/scoring-model.ts';
import { seededRandom } from '../../../scoring-service/learning/src/seeded-random.ts';
import { frequentWords, MOST_WORDS, readWords, wordingOf } from '../../../scoring-service/learning/src/tokens.ts';

test('choices are read whole, typed text by its words whatever case and punctuation', () => {
  assert.deepEqual(readWords('Trade Show; Web;Web', 'choices'), ['Trade Show', 'Web']);
  assert.deepEqual(readWords('Head of IT, EMEA (ad interim)', 'text'), ['head', 'of', 'it', 'emea', 'ad', 'interim']);
  assert.deepEqual(readWords('Größe: Ünal & Söhne', 'text'), ['größe', 'ünal', 'söhne']);
});

test('the words of a text are told once each, and not without end', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('choices' as const, 'text' as const), (value, wording) => {
      const words = readWords(value, wording);
      assert.ok(words.length <= MOST_WORDS && new Set(words).size === words.length);
    }),
  );
});

test('a picklist and a code are no words; a multi-select picklist and job titles are', () => {
  const repeat = (levels: string[]) => Array.from({ length: 600 }, (_, row) => levels[row % levels.length]);
  assert.equal(wordingOf(repeat(['Trade Show', 'Web Site', 'Partner Referral'])), undefined);
  assert.equal(wordingOf(Array.from({ length: 600 }, (_, row) => `A-${row % 200}`.replace('-', ''))), undefined);
  assert.equal(wordingOf(repeat(['Red;Blue', 'Red', undefined as unknown as string, 'Blue;Green'])), 'choices');
  const titles = Array.from({ length: 600 }, (_, row) => `Head of Team ${row % 90}`);
  assert.equal(wordingOf(titles), 'text');
});

test('a word that every row has, or hardly any, tells nothing', () => {
  const values = Array.from({ length: 100 }, (_, row) =>
    row % 2 === 0 ? `head marketing ${row % 4}` : `head sales ${row}`,
  );
  assert.deepEqual(frequentWords(values, 'text', { fewestRows: 5, most: 10 }), ['marketing', 'sales']);
});

test('a word of one text only is that text over again, a choice of one combination is not', () => {
  const levels = Array.from({ length: 600 }, (_, row) => `level ${10 + (row % 50)}`);
  assert.equal(wordingOf(levels), 'text');
  assert.deepEqual(frequentWords(levels, 'text', { fewestRows: 5, most: 100 }), []);
  const combinations = levels.map((_, row) => (row % 2 === 0 ? 'Web;Fair' : 'Web;Radio'));
  assert.deepEqual(frequentWords(combinations, 'choices', { fewestRows: 5, most: 100 }), ['Fair', 'Radio']);
});

/** Leads whose title is all that tells: chiefs convert, whatever else the title says. */
function drawTitles(rowCount: number, seed: number) {
  const random = seededRandom(seed);
  const pick = (words: string[]) => words[Math.floor(words.length * random())] ?? '';
  const areas = ['Sales', 'Marketing', 'Finance', 'Research', 'Legal'];
  const values = Array.from({ length: rowCount }, () => {
    const place = `${pick(['North', 'South', 'East', 'West'])} ${Math.floor(40 * random())}`;
    return random() < 0.1 ? undefined : `${pick(['Chief', 'Junior'])} ${pick(areas)} ${place}`;
  });
  const labels = Uint8Array.from(values, (value) => Number(random() < (value?.startsWith('Chief') ? 0.7 : 0.2)));
  return { table: { rowCount, columns: [{ kind: 'category' as const, name: 'Title', values }] }, labels };
}

test('titles that hardly come back are understood by their words', () => {
  const { table, labels } = drawTitles(2000, 1);
  const model = {
    ...{ fields: [{ name: 'Title', kind: 'category' as const }], treeWeight: 0, reference: [0.2] },
    additive: fitAdditiveModel(table, labels, 3),
    calibration: { low: 1, high: 1, shift: 0 },
  };
  const unseen = ['Chief Gardener, Mars', 'Junior Gardener, Mars', undefined];
  const asked = { rowCount: 3, columns: [{ kind: 'category' as const, name: 'Title', values: unseen }] };
  const [chief = 0, junior = 0] = scoreTable(model, asked).margins;
  assert.ok(chief - junior > 1, `${chief} ${junior}`);

  const explain = createExplainer(model);
  for (let row = 0; row < 3; row++) {
    const contributions = explain(asked, row);
    assert.deepEqual(
      contributions.map(({ field }) => field),
      ['Title'],
    );
    const sum = contributions.reduce((total, { contribution }) => total + contribution, explain.averageMargin);
    assert.ok(Math.abs(sum - (scoreTable(model, asked).margins[row] ?? NaN)) < 1e-9);
  }
  const bytes = encodeModel(model);
  assert.deepEqual(encodeModel(decodeModel(bytes)), bytes);
  assert.deepEqual(scoreTable(decodeModel(bytes), asked), scoreTable(model, asked));
});
