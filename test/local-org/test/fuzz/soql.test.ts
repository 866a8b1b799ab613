import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { generateOrg } from '../../src/generator/generate-org.ts';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { fixtureFolder } from '../e2e/connected-org.ts';
import { assertAlive, assertAnswered, inParallel, tally } from './asked.ts';
import { damaged, noise, query } from './soql-text.ts';

let org: RunningOrg;

before(async () => {
  org = await startOrg({ dailyApiLimit: 1_000_000, metadata: [`${fixtureFolder('generated-org')}main/default`] });
  await generateOrg(org.org, { leads: 200, seed: 5, endsAt: org.org.clock.now() });
});
after(() => org.stop());

type Answer = { status: number; text: string; contentType: string };

async function ask(soql: string): Promise<Answer> {
  const response = await fetch(`${org.url}/services/data/v65.0/query?q=${encodeURIComponent(soql.toWellFormed())}`, {
    headers: { Authorization: `Bearer ${org.adminToken}` },
  });
  return {
    status: response.status,
    text: await response.text(),
    contentType: response.headers.get('content-type') ?? '',
  };
}

type Page = { totalSize: number; records: Record<string, unknown>[] };

const seed = 20_261;

test('8,000 queries, right, nearly right and damaged, and 2,000 other texts: never a crash, always the platform’s answer', async (t) => {
  const texts = [
    ...fc.sample(query, { numRuns: 4_000, seed }),
    ...fc.sample(damaged, { numRuns: 4_000, seed }),
    ...fc.sample(noise, { numRuns: 2_000, seed }),
  ];
  const answers: string[] = [];
  await inParallel(texts, async (soql) => {
    const { status, text, contentType } = await ask(soql);
    answers.push(assertAnswered(soql, status, text, contentType));
  });
  t.diagnostic(tally(answers));
  assert.equal(answers.length, 10_000);
  // Neither side of the property is empty.
  assert.ok(answers.filter((answer) => answer === '200').length > 1_000);
  assert.ok(answers.filter((answer) => answer.startsWith('400')).length > 3_000);
  await assertAlive(org);
});

test('what is answered makes sense: counts are counts, limits are kept, orders are orders', async () => {
  const conditions = fc.sample(query, { numRuns: 1_500, seed: seed + 1 }).flatMap((soql) => {
    const where = /FROM Lead WHERE (.*?)(?: ORDER BY | LIMIT | OFFSET | GROUP BY |$)/.exec(soql)?.[1];
    return where === undefined ? [] : [where];
  });
  const everybody = JSON.parse((await ask('SELECT COUNT() FROM Lead')).text) as Page;
  let checked = 0;
  await inParallel(conditions.slice(0, 400), async (where) => {
    const counted = await ask(`SELECT COUNT() FROM Lead WHERE ${where}`);
    if (counted.status !== 200) return;
    const { totalSize } = JSON.parse(counted.text) as Page;
    const all = JSON.parse(
      (await ask(`SELECT Id, Company FROM Lead WHERE ${where} ORDER BY Company, Id`)).text,
    ) as Page;
    assert.equal(all.totalSize, totalSize, where);
    const companies = all.records.map(({ Company }) => String(Company).toLowerCase());
    assert.deepEqual(
      companies,
      companies.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0)),
      where,
    );
    const limited = JSON.parse((await ask(`SELECT Id FROM Lead WHERE ${where} LIMIT 3`)).text) as Page;
    assert.equal(limited.records.length, Math.min(3, totalSize), where);
    const negated = await ask(`SELECT COUNT() FROM Lead WHERE NOT (${where})`);
    // A subquery is not taken under NOT, as on the platform.
    if (negated.status !== 200) return;
    const not = JSON.parse(negated.text) as Page;
    // NOT keeps what is empty, so that both together are everybody.
    assert.equal(not.totalSize + totalSize, everybody.totalSize, where);
    checked += 1;
  });
  assert.ok(checked > 100, `${checked} conditions could be asked`);
});
