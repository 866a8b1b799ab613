/** Times how the accounts of a made-up org's leads are found by domain and name, against finding them by contact alone. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '@plumbline/learning';
import { createFeatureEngine } from '../../../scoring-service/src/adapters/features/feature-engine.ts';
import { planSource } from '../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan, SourceRow } from '../../../scoring-service/src/domain/features/source-plan.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';
import { leadGoal } from '../../scoring-service/domain/features/lead-goal.ts';
import { orgFacts } from '../../scoring-service/domain/features/org-facts.ts';
import { endMs, startMs } from './made-up-pages.ts';

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '1000000' },
    accounts: { type: 'string', default: '250000' },
    memory: { type: 'string', default: '1GB' },
    threads: { type: 'string', default: '2' },
  },
});
const [leadCount, accountCount] = [Number(values.leads), Number(values.accounts)];

const random = seededRandom(5);
const below = (limit: number): number => Math.floor(random() * limit);
const isoOf = (ms: number): string => new Date(ms).toISOString();
/** Keys are as long as the real ones. */
const keyOf = (kind: string, number: number): string => `${kind}-${number}`.padEnd(64, '0');

/** A quarter of the leads work for a company with an account; ten thousand wrote the same name, which fifty accounts have. */
function* leads(): Generator<SourceRow> {
  for (let index = 0; index < leadCount; index += 1) {
    const company = random() < 0.25 ? below(accountCount) : accountCount + below(3 * leadCount);
    yield {
      id: `00Q${String(index).padStart(12, '0')}AAA`,
      created_date: isoOf(startMs + Math.floor(((endMs - startMs) * index) / leadCount)),
      status: 'Working - Contacted',
      is_converted: 'false',
      email_key: keyOf('address', below(2 * leadCount)),
      email_domain_key: random() < 0.7 ? keyOf('domain', company) : undefined,
      website_key: random() < 0.6 ? keyOf('domain', company) : undefined,
      company_key: index % 100 === 0 ? keyOf('name', -1) : keyOf('name', company),
    };
  }
}

function* accounts(): Generator<SourceRow> {
  for (let index = 0; index < accountCount; index += 1) {
    yield {
      id: `001${String(index).padStart(12, '0')}AAA`,
      created_date: isoOf(startMs + below((endMs - startMs) / 2)),
      website_key: random() < 0.65 ? keyOf('domain', index) : undefined,
      company_key: index < 50 ? keyOf('name', -1) : keyOf('name', index),
    };
  }
}

async function writePages(plan: SourcePlan, folder: string): Promise<void> {
  for (const { name, columns } of plan.tables) {
    const names = columns.map(({ column }) => column);
    const rows = { lead: leads, account: accounts }[name as string];
    const lines = function* (): Generator<string> {
      yield `${names.join(',')}\n`;
      for (const row of rows?.() ?? []) yield `${names.map((column) => row[column] ?? '').join(',')}\n`;
    };
    await pipeline(Readable.from(lines()), createWriteStream(join(folder, `${name}-1.csv`)));
  }
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  console.log(`${name.padEnd(44)} ${((performance.now() - startedAt) / 1_000).toFixed(2)} s`);
  return result;
}

const goal = leadGoal({ qualifiedStatuses: [] });
const whole = planSource(goal, orgFacts());
const fields = whole.fields.filter(({ name }) => name === 'has_account' || name === 'account_found_by');
const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
const engine = createFeatureEngine({ memoryLimit: values.memory, threads: Number(values.threads) });
try {
  await timed(`write ${leadCount} leads and ${accountCount} accounts`, () => writePages(whole, folder));
  const plans: Record<string, SourcePlan> = {
    'by contact alone': { ...whole, accountWays: [], fields: fields.slice(0, 1) },
    'by contact, domain and name': { ...whole, fields },
  };
  for (const [name, plan] of Object.entries(plans)) {
    const session = await engine.open(plan, { folder });
    const asOf = new Date(endMs + DAY_MS);
    await timed(`scoring: accounts ${name}`, () => session.prepareScoring({ asOf, qualifiedStatuses: [] }));
    await timed(`training rows: accounts ${name}`, () => session.trainingRows({ asOf, seed: 1, maxRows: 75_000 }));
    await session.close();
  }
} finally {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
}
