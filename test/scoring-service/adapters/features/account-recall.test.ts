import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { generateOrg } from '../../../local-org/src/generator/generate-org.ts';
import { accountLookup } from '../../../local-org/src/generator/lead-truth.ts';
import { caseCount } from '../../../depth.ts';
import { connectTo, insertGoal, startScoringOrg } from '../salesforce/connected-org.ts';
import { valueIn } from './made-up-org.ts';

const generated = { seed: 7, leads: caseCount(1_500, 20_000), endsAt: new Date('2026-01-01T00:00:00Z') };
const org = await startScoringOrg();
await generateOrg(org.org, generated);
const folder = await mkdtemp(join(tmpdir(), 'plumbline-recall-'));
const engine = createFeatureEngine();
after(async () => {
  await engine.close();
  await org.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A plan in which the id of the account is an input, to compare it with the truth. */
function namingAccounts(plan: SourcePlan): SourcePlan {
  const id = { path: 'Id', column: 'which_account', protection: 'none' as const };
  const tables = plan.tables.map((table) =>
    table.name === 'account' ? { ...table, columns: [...table.columns, id] } : table,
  );
  const field = {
    name: id.column,
    label: 'Account',
    kind: 'category',
    family: 'account',
    isPointInTime: false,
  } as const;
  return { ...plan, tables, fields: [...plan.fields, field] };
}

test('on the generated org at least 98 % of the accounts found are right, and 90 % are found', async (t) => {
  const salesforce = connectTo(org);
  const goal = await salesforce.readGoal(insertGoal(org));
  const plan = namingAccounts(planSource(goal, await salesforce.describe(describedObjects(goal))));
  await salesforce.extract(plan.tables, { folder });
  const session = await engine.open(plan, { folder });
  const { rows, recordIds } = await session.trainingRows({ asOf: generated.endsAt, seed: 1, maxRows: 1_000_000 });
  await session.close();
  const accountOf = accountLookup(generated);
  const counts = new Map<string, { found: number; right: number }>();
  let employed = 0;
  for (const [row, recordId] of recordIds.entries()) {
    const truth = accountOf(recordId, new Date(rows.times[row] ?? 0));
    const account = valueIn(rows.table, 'which_account', row);
    if (truth.length > 0) employed += 1;
    if (account === undefined) continue;
    const way = String(valueIn(rows.table, 'account_found_by', row));
    const { found, right } = counts.get(way) ?? { found: 0, right: 0 };
    counts.set(way, { found: found + 1, right: right + (truth.includes(String(account)) ? 1 : 0) });
  }
  const sum = (name: 'found' | 'right', all = [...counts]): number =>
    all.reduce((total, [, count]) => total + count[name], 0);
  const byCompany = [...counts].filter(([way]) => way !== 'Contact');
  const [precision, recall] = [sum('right') / sum('found'), sum('right') / employed];
  const precisionByCompany = sum('right', byCompany) / sum('found', byCompany);
  const withoutContact = employed - (counts.get('Contact')?.right ?? 0);
  const recallByCompany = sum('right', byCompany) / withoutContact;
  t.diagnostic(
    JSON.stringify({ rows: recordIds.length, employed, precision, recall, precisionByCompany, recallByCompany }),
  );
  t.diagnostic(JSON.stringify(Object.fromEntries(counts)));
  assert.ok(employed > 500 && byCompany.length === 3, `${employed} leads of companies with an account`);
  assert.ok(precision >= 0.98 && recall >= 0.9, `precision ${precision}, recall ${recall}`);
  assert.ok(precisionByCompany >= 0.98 && recallByCompany >= 0.85, `${precisionByCompany}, ${recallByCompany}`);
});
