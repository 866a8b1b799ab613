import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fitAdditiveModel } from '../../../scoring-service/learning/src/additive/fit.ts';
import { createExplainer } from '../../../scoring-service/learning/src/explainer.ts';
import { decodeModel, encodeModel } from '../../../scoring-service/learning/src/model-codec.ts';
import { scoreTable } from '../../../scoring-service/learning/src/scoring-model.ts';
import { seededRandom } from '../../../scoring-service/learning/src/numerics.ts';
import {
  chooseTokenizer,
  frequentTokens,
  MAX_TOKENS_OF_VALUE,
  tokenize,
} from '../../../scoring-service/learning/src/tokens.ts';

test('choices are tokens as a whole, typed text by its words without case and punctuation', () => {
  assert.deepEqual(tokenize('Trade Show; Web;Web', 'choices'), ['Trade Show', 'Web']);
  assert.deepEqual(tokenize('Head of IT, EMEA (ad interim)', 'text'), ['head', 'of', 'it', 'emea', 'ad', 'interim']);
  assert.deepEqual(tokenize('Größe: Ünal & Söhne', 'text'), ['größe', 'ünal', 'söhne']);
});

test('the tokens of a text are distinct and limited in number', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('choices' as const, 'text' as const), (value, tokenizer) => {
      const tokens = tokenize(value, tokenizer);
      assert.ok(tokens.length <= MAX_TOKENS_OF_VALUE && new Set(tokens).size === tokens.length);
    }),
  );
});

test('a picklist and a code have no tokens; a multi-select picklist and job titles have', () => {
  const repeat = (levels: string[]) => Array.from({ length: 600 }, (_, row) => levels[row % levels.length]);
  assert.equal(chooseTokenizer(repeat(['Trade Show', 'Web Site', 'Partner Referral'])), undefined);
  assert.equal(chooseTokenizer(Array.from({ length: 600 }, (_, row) => `A-${row % 200}`.replace('-', ''))), undefined);
  assert.equal(chooseTokenizer(repeat(['Red;Blue', 'Red', undefined as unknown as string, 'Blue;Green'])), 'choices');
  const titles = Array.from({ length: 600 }, (_, row) => `Head of Team ${row % 90}`);
  assert.equal(chooseTokenizer(titles), 'text');
});

test('a token of every row, or of hardly any, is left out', () => {
  const values = Array.from({ length: 100 }, (_, row) =>
    row % 2 === 0 ? `head marketing ${row % 4}` : `head sales ${row}`,
  );
  assert.deepEqual(frequentTokens(values, 'text', { minRows: 5, maxTokens: 10 }), ['marketing', 'sales']);
});

test('a word of one text only is left out, a choice of one combination is kept', () => {
  const levels = Array.from({ length: 600 }, (_, row) => `level ${10 + (row % 50)}`);
  assert.equal(chooseTokenizer(levels), 'text');
  assert.deepEqual(frequentTokens(levels, 'text', { minRows: 5, maxTokens: 100 }), []);
  const combinations = levels.map((_, row) => (row % 2 === 0 ? 'Web;Fair' : 'Web;Radio'));
  assert.deepEqual(frequentTokens(combinations, 'choices', { minRows: 5, maxTokens: 100 }), ['Fair', 'Radio']);
});

/** Leads with a title as the only input: chiefs convert, whatever the rest of the title. */
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

test('titles that hardly repeat are scored by their words', () => {
  const { table, labels } = drawTitles(2000, 1);
  const model = {
    ...{ fields: [{ name: 'Title', kind: 'category' as const }], treeWeight: 0, reference: [0.2] },
    additive: fitAdditiveModel(table, labels, { lambda: 3, penaltyType: 'smooth' }),
    calibration: { low: 1, high: 1, shift: 0 },
  };
  const unseen = ['Chief Gardener, Mars', 'Junior Gardener, Mars', undefined];
  const unseenTable = { rowCount: 3, columns: [{ kind: 'category' as const, name: 'Title', values: unseen }] };
  const [chief = 0, junior = 0] = scoreTable(model, unseenTable).margins;
  assert.ok(chief - junior > 1, `${chief} ${junior}`);

  const explain = createExplainer(model);
  for (let row = 0; row < 3; row++) {
    const contributions = explain(unseenTable, row);
    assert.deepEqual(
      contributions.map(({ field }) => field),
      ['Title'],
    );
    const sum = contributions.reduce((total, { contribution }) => total + contribution, explain.averageMargin);
    assert.ok(Math.abs(sum - (scoreTable(model, unseenTable).margins[row] ?? NaN)) < 1e-9);
  }
  const bytes = encodeModel(model);
  assert.deepEqual(encodeModel(decodeModel(bytes)), bytes);
  assert.deepEqual(scoreTable(decodeModel(bytes), unseenTable), scoreTable(model, unseenTable));
});
