import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourceRow } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { adminUsername, integrationUsername } from '../../../local-org/src/index.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';

const running = await startScoringOrg({ leads: 300 });
const folder = await mkdtemp(join(tmpdir(), 'plumbline-single-'));
after(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A lead whose tracked fields changed: its address, a phone, a field that is read as it is, and its owner, which is not read. */
const addresses = ['ada@gmail.com', 'ada@acme.com'] as const;
const phone = '+43 1 5551';
const changedId = insert(running, 'Lead', {
  ...{ LastName: 'Lovelace', Company: 'Acme', Status: 'Open - Not Contacted', Email: addresses[0], Title: 'Clerk' },
});
const adminId = running.org.userId(adminUsername) ?? '';
const integrationId = running.org.userId(integrationUsername) ?? '';
const saved = running.org.write(adminId, 'update', 'Lead', {
  ...{ Id: changedId, Email: addresses[1], Phone: phone, Title: 'Director', OwnerId: integrationId },
});
assert.ok(saved.success);

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
  const open = all.lead
    .filter((row) => row['is_converted'] === 'false')
    .toSorted((one, other) => Number(other['id'] === changedId) - Number(one['id'] === changedId))
    .slice(0, 25);
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

test('every recorded change is read, its values only of fields that are read, and personal ones in their protected form', async () => {
  const { rows: single } = await salesforce.readRecord(goal.id, plan, changedId);
  const bulk = (await bulkRows('lead_history')).filter((row) => row['lead_id'] === changedId);
  for (const [rows, [own]] of [
    [bulk, (await bulkRows('lead')).filter((row) => row['id'] === changedId)],
    [single.lead_history ?? [], single.lead ?? []],
  ] as const) {
    const values = (field: string) =>
      rows
        .filter((row) => row['field'] === field)
        .map((row) =>
          Object.fromEntries(Object.entries(row).filter(([name, value]) => /^(old|new)_/.test(name) && value)),
        );
    const [email, ...others] = values('Email');
    assert.equal(others.length, 0);
    assert.ok(email);
    assert.equal(email['new_key'], own?.['email_key'], 'the key of the new address is that of the lead');
    assert.notEqual(email['old_key'], email['new_key']);
    assert.deepEqual([email['old_presence'], email['new_presence']], ['1', '1']);
    assert.deepEqual([email['old_mail_kind'], email['new_mail_kind']], ['Free mail', 'Company']);
    assert.equal(email['new_value'], undefined);
    assert.deepEqual(values('Phone'), [{ new_presence: '1' }]);
    assert.deepEqual(values('Title'), [{ old_value: 'Clerk', new_value: 'Director' }]);
    assert.deepEqual(values('Owner'), [{}, {}], 'by ids and by names');
  }
  const pages = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'latin1')));
  // Texts with characters that no key has: four digits alone stand in some of the random keys.
  for (const secret of [...addresses, phone, phone.replaceAll(' ', '')])
    assert.ok(
      pages.every((page) => !page.includes(secret)),
      secret,
    );
});
