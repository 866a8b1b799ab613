import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findLabelsWithoutOne, findMessagesWithoutOne, findUncounted } from './plural-rules.ts';
import { readSources } from './source.ts';

const root = new URL('../..', import.meta.url).pathname;
const sources = ['scoring-service/src', 'scoring-service/contract/src', 'plugin/src', 'test/e2e/demo'].flatMap(
  (folder) =>
    readSources(`${root}${folder}`)
      .filter(({ path }) => path.endsWith('.ts'))
      .map(({ path, text }) => ({ path: `${folder}/${path}`, text })),
);

const readLabels = (): { name: string; value: string }[] => {
  const text = readFileSync(`${root}force-app/main/default/labels/CustomLabels.labels-meta.xml`, 'utf8');
  const labels = text.matchAll(/<fullName>(\w+)<\/fullName>[\s\S]*?<value>([\s\S]*?)<\/value>/g);
  return Array.from(labels, ([, name = '', value = '']) => ({ name, value }));
};

test('a text that counts has its noun in the singular and in the plural', () => {
  assert.ok(sources.length > 200, String(sources.length));
  assert.deepEqual(findUncounted(sources), []);
  const labels = readLabels();
  assert.ok(labels.length > 400, String(labels.length));
  assert.deepEqual(findLabelsWithoutOne(labels), []);
  const messages = readSources(`${root}plugin/messages`);
  assert.ok(messages.length > 20);
  assert.deepEqual(findMessagesWithoutOne(messages), []);
});

test('a number with a plural noun is found, also after adjectives and in a call', () => {
  const found = (text: string) => findUncounted([{ path: 'a.ts', text }]).length;
  for (const text of [
    'const text = `${count} records`;',
    'const text = `Of ${formatCount(count)} open qualified leads, none`;',
    'const text = `${read} rows and ${columns.length} columns`;',
  ]) {
    assert.ok(found(text) > 0, text);
  }
  for (const text of [
    "const text = `${plural(count, 'record')} read`;",
    'const text = count === 1 ? `1 record` : `${count} records`;',
    'const text = `${percent(share)} of the records`;',
    'const text = `within ${timeframeDays} days`;',
    'const text = `at least ${FEWEST_ROWS} rows`;',
    'const text = `${object} records of the org`;',
  ]) {
    assert.equal(found(text), 0, text);
  }
});

test('a label for many needs one for one, and so does a message of a command', () => {
  const many = { name: 'Things_Many', value: '{0} open records' };
  assert.deepEqual(findLabelsWithoutOne([many]), ['Things_Many: {0} open records']);
  assert.deepEqual(findLabelsWithoutOne([many, { name: 'Things_One', value: '1 open record' }]), []);
  assert.deepEqual(findLabelsWithoutOne([{ name: 'Things', value: 'Records: {0}' }]), []);
  const messages = (text: string) => findMessagesWithoutOne([{ path: 'a.md', text }]);
  assert.deepEqual(messages('# info.problems\n\n%s checks need you.\n'), ['a.md info.problems: %s checks']);
  assert.deepEqual(messages('# info.oneProblem\n\n1 check needs you.\n\n# info.problems\n\n%s checks need you.\n'), []);
});
