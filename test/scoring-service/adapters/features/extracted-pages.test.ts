import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import type { FeatureSession } from '../../../../scoring-service/src/ports/features.ts';
import { at, call, change, csvPages, day, lead, madeUpPlan } from './made-up-org.ts';

const root = await mkdtemp(join(tmpdir(), 'plumbline-pages-'));
const temporaryFolder = join(root, 'temporary');
await mkdir(temporaryFolder);
const engine = createFeatureEngine({ threads: 1, temporaryFolder });
after(async () => {
  await engine.close();
  await rm(root, { recursive: true, force: true });
});

const { plan } = madeUpPlan({ qualifiedStatuses: ['Open'] });
const rows: SourceRows = {
  lead: [
    lead('00Q1', { email_key: 'k', Need__c: 'Cloud, "private"\nor public', Budget__c: '12.5', score: '44' }),
    lead('00Q2', { status: 'Closed', industry: 'Energy' }),
    lead('00Q3', { is_converted: 'true', converted_date: '2025-02-02' }),
  ],
  lead_history: [change('00Q1', 9, 'Industry', undefined, 'Media')],
  contact: [{ id: '0031', created_date: at(-1), email_key: 'k', account_id: '0011' }],
  account: [{ id: '0011', created_date: at(-1), country: 'Österreich' }],
  task: [call('00Q1', 3)],
};

async function writePages(name: string, pages: Record<string, string>): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  await Promise.all(Object.entries(pages).map(([file, text]) => writeFile(join(folder, file), text)));
  return folder;
}

async function everythingOf(session: FeatureSession) {
  const measures = await session.measure(day(200));
  const training = await session.trainingRows({ asOf: day(200), seed: 3, maxRows: 100 });
  const count = await session.prepareScoring({ asOf: day(200), qualifiedStatuses: ['Open'] });
  const scoring = await session.scoringRows({ limit: 10 });
  await session.close();
  return { measures, training, count, scoring };
}

const failsWith = (text: RegExp) => (error: unknown) =>
  error instanceof ScoringError && error.kind === 'features.failed' && text.test(error.message);

test('pages of an extraction give the same features as the same rows in memory', async () => {
  const folder = await writePages('same', csvPages(plan, rows));
  const fromPages = await everythingOf(await engine.open(plan, { folder }));
  assert.deepEqual(fromPages, await everythingOf(await engine.open(plan, { rows })));
  assert.equal(fromPages.count, 2);
});

test('reads several pages of a table and leaves no files behind', async () => {
  const pages = csvPages(plan, rows);
  const [header, ...lines] =
    csvPages(plan, { lead: [lead('00Q8'), lead('00Q9')] })
      ['lead-1.csv']?.trimEnd()
      .split('\n') ?? [];
  const folder = await writePages('several', { ...pages, 'lead-2.csv': [header, ...lines, ''].join('\n') });
  const session = await engine.open(plan, { folder });
  assert.equal(await session.prepareScoring({ asOf: day(100), qualifiedStatuses: [] }), 4);
  assert.ok((await readdir(folder)).some((name) => name.startsWith('features-')));
  await session.close();
  await session.close();
  assert.deepEqual((await readdir(folder)).sort(), [...Object.keys(pages), 'lead-2.csv'].sort());
});

test('refuses an extraction that lacks a table or was made for another plan', async () => {
  const { 'task-1.csv': task = '', ...others } = csvPages(plan, rows);
  await assert.rejects(engine.open(plan, { folder: await writePages('lacks', others) }), failsWith(/no page of task/));
  const swapped: SourcePlan = {
    ...plan,
    tables: plan.tables.map((table) =>
      table.name === 'task' ? { ...table, columns: table.columns.toReversed() } : table,
    ),
  };
  const folder = await writePages('other', { ...others, 'task-1.csv': task });
  await assert.rejects(engine.open(swapped, { folder }), failsWith(/task has other columns/));
});

test('an error does not contain values', async () => {
  const pages = { ...csvPages(plan, rows), 'contact-1.csv': `${csvPages(plan, {})['contact-1.csv']}"Secret","name\n` };
  const folder = await writePages('broken', pages);
  await assert.rejects(engine.open(plan, { folder }), (error: unknown) => {
    assert.ok(error instanceof ScoringError && error.cause instanceof Error);
    assert.doesNotMatch(`${error.message} ${error.cause.message}`, /Secret/);
    return error.kind === 'features.failed';
  });
});

test('a model with an unknown feature asks for a new training', async () => {
  const field = {
    name: 'moon_phase',
    label: 'Moon',
    kind: 'number' as const,
    family: 'record' as const,
    isPointInTime: true,
  };
  const session = await engine.open({ ...plan, fields: [field] }, { rows });
  await assert.rejects(session.prepareScoring({ asOf: day(1), qualifiedStatuses: [] }), failsWith(/moon_phase/));
  await session.close();
});

test('a statement that takes too long is cancelled', async () => {
  const before = await readdir(temporaryFolder);
  const hasty = createFeatureEngine({ threads: 1, timeoutMs: 5, temporaryFolder });
  const leads = Array.from({ length: 3_000 }, (_, index) => lead(`00Q${index}`, { email_key: String(index % 7) }));
  const learn = async (): Promise<void> => {
    const session = await hasty.open(plan, { rows: { lead: leads } });
    try {
      await session.trainingRows({ asOf: day(400), seed: 1, maxRows: 100_000 });
    } finally {
      await session.close();
    }
  };
  await assert.rejects(learn(), failsWith(/could not be computed: a query took too long/));
  await hasty.close();
  assert.deepEqual(await readdir(temporaryFolder), before);
});

test('a session that runs out of memory says so and what to raise', async () => {
  const leads = Array.from({ length: 20_000 }, (_, index) => lead(`00Q${index}`, { email_key: String(index) }));
  const folder = await writePages('large', csvPages(plan, { lead: leads }));
  const small = createFeatureEngine({ threads: 1, memoryLimit: '4MB', temporaryFolder });
  const open = async (): Promise<FeatureSession> => small.open(plan, { folder });
  await assert.rejects(
    open().then((session) => session.trainingRows({ asOf: day(400), seed: 1, maxRows: 1e6 })),
    (error: unknown) =>
      error instanceof ScoringError &&
      /: memory ran out\./.test(error.message) &&
      /PLUMBLINE_FEATURE_MEMORY/.test(error.actions.join()),
  );
  await small.close();
});
