import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFeatureEngine } from '../../../scoring-service/src/adapters/features/feature-engine.ts';
import { planSource } from '../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan, SourceRows } from '../../../scoring-service/src/domain/features/source-plan.ts';
import { leadGoal } from '../../scoring-service/domain/features/lead-goal.ts';
import { fact, orgFacts } from '../../scoring-service/domain/features/org-facts.ts';
import { endMs, startMs, writeMadeUpPages } from './made-up-pages.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

const usage = `node test/bench/features/main.ts [--leads 100000] [--singles 50] [--memory 1GB] [--threads 2]
Features of a made-up org: training rows, all open leads in pages of 2,000, and single evaluations.`;

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    singles: { type: 'string', default: '50' },
    memory: { type: 'string', default: '1GB' },
    threads: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const qualifiedStatuses = ['Open - Not Contacted', 'Working - Contacted'];
const custom = [
  fact('Product_Interest__c', 'picklist'),
  fact('Website_Visits__c', 'double'),
  fact('Contract_Type__c', 'picklist'),
];
const facts = orgFacts();
const plan: SourcePlan = planSource(leadGoal({ qualifiedStatuses }), {
  ...facts,
  Lead: [...(facts['Lead'] ?? []), ...custom],
});
const asOf = new Date(endMs);
const engine = createFeatureEngine({ memoryLimit: values.memory, threads: Number(values.threads) });

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const result = await work();
  const cpu = process.cpuUsage(cpuBefore);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(2);
  console.log(`${name.padEnd(34)} ${seconds} s, ${((cpu.user + cpu.system) / 1e6).toFixed(2)} CPU s`);
  return result;
}

/** The median and the 95th percentile of repeated work, in milliseconds. */
function spread(times: number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 95 % under ${at(0.95)} ms`;
}

async function benchExtraction(folder: string): Promise<void> {
  const session = await timed('open pages', () => engine.open(plan, { folder }));
  await timed('measure', () => session.measure(asOf));
  const { rows, eligible } = await timed('training rows', () =>
    session.trainingRows({ asOf, seed: 1, maxRows: 75_000 }),
  );
  console.log(`  ${eligible} eligible, ${rows.labels.length} used, ${rows.table.columns.length} features`);
  const count = await timed('prepare scoring', () => session.prepareScoring({ asOf, qualifiedStatuses }));
  await timed('all scoring rows', async () => {
    let read = 0;
    let afterId: string | undefined;
    while (read < count) {
      const { candidates } = await session.scoringRows({ afterId, limit: 2_000 });
      read += candidates.length;
      afterId = candidates.at(-1)?.recordId;
    }
  });
  console.log(`  ${count} open leads`);
  await session.close();
}

/** One lead with ten calls, a contact, an account and some history. */
function singleRows(): SourceRows {
  const at = (days: number): string => new Date(startMs + days * DAY_MS).toISOString();
  const leadRow = {
    id: '00Q1',
    created_date: at(0),
    status: 'Working - Contacted',
    is_converted: 'false',
    email_key: 'k',
  };
  return {
    lead: [leadRow, { id: '00Q2', created_date: at(3), email_key: 'k' }],
    lead_history: [{ id: '1', lead_id: '00Q1', field: 'Status', old_value: 'New', created_date: at(2) }],
    contact: [{ id: '0031', created_date: at(-9), email_key: 'k', account_id: '0011' }],
    account: [{ id: '0011', created_date: at(-9), industry: 'Energy' }],
    task: Array.from({ length: 10 }, (_, index) => ({
      ...{ id: String(index), who_id: '00Q1', task_subtype: 'Call', created_date: at(index * 5), is_closed: 'true' },
    })),
  };
}

async function benchSingles(count: number): Promise<void> {
  const times: number[] = [];
  const cpuTimes: number[] = [];
  for (let index = 0; index < count + 5; index += 1) {
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    const session = await engine.open(plan, { rows: singleRows() });
    await session.prepareScoring({
      asOf: new Date(startMs + 100 * DAY_MS),
      qualifiedStatuses,
      recordIds: ['00Q1'],
    });
    await session.scoringRows({ limit: 1 });
    await session.close();
    // The first ones warm the code up.
    if (index < 5) continue;
    const cpu = process.cpuUsage(cpuBefore);
    times.push(performance.now() - startedAt);
    cpuTimes.push((cpu.user + cpu.system) / 1_000);
  }
  console.log(`single evaluation                  ${spread(times)}`);
  console.log(`  of which CPU                     ${spread(cpuTimes)}`);
}

const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
try {
  await timed(`write pages of ${values.leads} leads`, () => writeMadeUpPages(plan, folder, Number(values.leads)));
  await benchExtraction(folder);
  await benchSingles(Number(values.singles));
  console.log(`peak memory                        ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB`);
} finally {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
}
