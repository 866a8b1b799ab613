import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourceRow } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { callsOf, connectTo, insertGoal, startScoringOrg } from './connected-org.ts';

const running = await startScoringOrg({ leads: 300 });
const folder = await mkdtemp(join(tmpdir(), 'plumbline-single-'));
after(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

const salesforce = connectTo(running);
const goal = await salesforce.readGoal(insertGoal(running));
const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
await salesforce.extract(plan.tables, { folder });

async function bulkRows(table: string): Promise<SourceRow[]> {
  const files = (await readdir(folder)).filter((file) => file.startsWith(`${table}-`) && file.endsWith('.csv'));
  const pages = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return pages.flatMap((page) => parse(page, { columns: true }) as SourceRow[]);
}

const keyed = new Set(
  plan.tables.flatMap(({ columns }) =>
    columns.filter(({ protection }) => protection.endsWith('key')).map((c) => c.column),
  ),
);
/** Rows without their keys, whose secret is another one, and with empty as undefined. */
const comparable = (rows: SourceRow[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).filter(([name, value]) => !keyed.has(name) && value))).sort();

test('a single record has the same rows in all tables as in an extraction', async () => {
  const children = { task: 'who_id', event: 'who_id', campaign_member: 'lead_id', lead_history: 'lead_id' } as const;
  const all = { lead: await bulkRows('lead') };
  const open = all.lead.filter((row) => row['is_converted'] === 'false').slice(0, 25);
  assert.equal(open.length, 25);
  let compared = 0;
  for (const bulkLead of open) {
    const id = bulkLead['id'] ?? '';
    const { result, calls } = await callsOf(running, () => salesforce.readRecord(goal.id, plan, id));
    // The second one reads website events, because a composite request has at most five queries.
    assert.deepEqual(calls, ['POST /composite', 'POST /composite']);
    assert.deepEqual(comparable(result.rows.lead?.slice(0, 1) ?? []), comparable([bulkLead]));
    for (const [table, parent] of Object.entries(children) as [keyof typeof children, string][]) {
      const expected = (await bulkRows(table)).filter((row) => row[parent] === id);
      assert.deepEqual(comparable(result.rows[table] ?? []), comparable(expected), table);
      compared += expected.length;
    }
  }
  assert.ok(compared > 25, `${compared} child rows`);
});
