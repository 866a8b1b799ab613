import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { assertAlive, assertAnswered, inParallel, tally } from './asked.ts';
import { casesOf } from './depth.ts';
import { openQueriedOrg } from './queried-org.ts';
import type { QueriedOrg } from './queried-org.ts';
import { groupedQuery, queryText, schemaQuery } from './schema-query.ts';
import type { SchemaQuery } from './schema-query.ts';
import { damaged, nearlyRight, noise } from './soql-text.ts';
import { isInOrder, valueAt } from './row-order.ts';

let org: QueriedOrg;

before(async () => {
  org = await openQueriedOrg();
});
after(() => org.stop());

const seed = 20_261;

/** Runs all of them; returns the responses, counted by status and code. */
async function askAll(texts: string[]): Promise<string[]> {
  const answers: string[] = [];
  await inParallel(texts, async (soql) => {
    const { status, text, contentType } = await org.ask(soql);
    answers.push(assertAnswered(soql, status, text, contentType));
  });
  return answers;
}

test('queries of all objects that are right by construction are answered, every one', async (t) => {
  const texts = [
    ...fc.sample(schemaQuery(org.schema), { numRuns: casesOf(4_000), seed }).map(queryText),
    ...fc.sample(groupedQuery(org.schema), { numRuns: casesOf(1_000), seed }),
  ];
  await inParallel(texts, async (soql) => {
    const { status, text } = await org.ask(soql);
    assert.equal(status, 200, `${soql}: ${text}`);
  });
  t.diagnostic(`${texts.length} answered, of ${org.schema.size} objects`);
  await assertAlive(org);
});

test('damaged queries, some that are nearly right and other texts: always the platform’s answer', async (t) => {
  const texts = [
    ...fc.sample(damaged(schemaQuery(org.schema).map(queryText)), { numRuns: casesOf(3_000), seed }),
    ...fc.sample(nearlyRight, { numRuns: casesOf(1_000), seed }),
    ...fc.sample(noise, { numRuns: casesOf(1_000), seed }),
  ];
  const answers = await askAll(texts);
  t.diagnostic(tally(answers));
  assert.equal(answers.length, texts.length);
  // Neither side of the property is empty.
  assert.ok(answers.filter((answer) => answer === '200').length > answers.length / 10);
  assert.ok(answers.filter((answer) => answer.startsWith('400')).length > 0.4 * answers.length);
  await assertAlive(org);
});

/** Objects with rows, and fields of theirs that have values. */
const filled = { objects: ['Lead', 'Task', 'Contact', 'Opportunity', 'CampaignMember', 'LeadHistory'], depth: 0 };

const whereOf = ({ where }: SchemaQuery, change = (text: string): string => text): string =>
  where === undefined ? '' : ` WHERE ${change(where)}`;

test('a count counts the rows, and a condition and its opposite share them out', async () => {
  const queries = fc.sample(schemaQuery(org.schema, filled), { numRuns: casesOf(400), seed: seed + 1 });
  const counted = { some: 0, all: 0 };
  await inParallel(queries, async (query) => {
    const from = `FROM ${query.object}`;
    const total = await org.count(from);
    const matching = await org.count(from + whereOf(query));
    const { records, totalSize } = await org.read(`SELECT Id ${from}${whereOf(query)}`);
    assert.deepEqual([totalSize, records.length], [matching, Math.min(matching, 2_000)], queryText(query));
    counted.all += 1;
    // The platform takes no semi-join under NOT, and the local org no third NOT in a row.
    if (query.where === undefined || /\(SELECT|^NOT \(NOT /.test(query.where)) return;
    const others = await org.count(from + whereOf(query, (text) => `NOT (${text})`));
    assert.equal(matching + others, total, queryText(query));
    if (matching > 0 && others > 0) counted.some += 1;
  });
  assert.equal(counted.all, queries.length);
  assert.ok(counted.some > queries.length / 20, JSON.stringify(counted));
});

test('rows come in their order, within the limit and after the offset', async () => {
  const queries = fc.sample(schemaQuery(org.schema, filled), { numRuns: casesOf(1_000), seed: seed + 2 });
  let ordered = 0;
  await inParallel(queries, async (query) => {
    const { order, limit, offset, object } = query;
    if (order === undefined || order.path.field.type === 'picklist') return;
    const everything = { object, select: ['Id', order.path.path], where: query.where, order };
    const plain = await org.read(
      queryText({ ...everything, select: [...new Set(everything.select)], limit: undefined, offset: undefined }),
    );
    const values = plain.records.map((row) => valueAt(row, order.path.path));
    assert.ok(isInOrder(values, order), `${queryText(query)}: ${JSON.stringify(values)}`);
    const cut = await org.read(queryText({ ...everything, select: ['Id'], limit, offset }));
    const from = offset ?? 0;
    const expected = plain.records.slice(from, from + (limit ?? plain.records.length));
    assert.deepEqual(
      cut.records.map(({ Id }) => Id),
      expected.map(({ Id }) => Id),
      queryText(query),
    );
    if (new Set(values).size > 1) ordered += 1;
  });
  assert.ok(ordered > queries.length / 20, `${ordered} of ${queries.length} orders had something to order`);
});
