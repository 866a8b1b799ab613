import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startOrgProcess } from './org-process.ts';
import type { OrgProcess } from './org-process.ts';
import { ingest, queryAll } from './bulk-client.ts';
import { leadCsv, taskCsv } from './made-up-csv.ts';

const usage = `node test/bench/local-org/main.ts [--leads 100000] [--tasks 500000] [--reads 1000] [--memory] [--json]
Bulk ingest, bulk query and single reads of the local org in a process of its own, as clients see them.
Data lives in a temporary folder; --memory keeps it in memory.`;

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    tasks: { type: 'string', default: '500000' },
    reads: { type: 'string', default: '1000' },
    memory: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

/** Rows of one ingest job: well below the limit of 150 MB. */
const jobRows = 100_000;

type Figures = { seconds: number; rows: number; rowsPerSecond: number; memoryBefore: number; memoryPeak: number };

async function measured(org: OrgProcess, work: () => Promise<number>): Promise<Figures> {
  const memoryBefore = org.memory();
  org.forgetPeak();
  const startedAt = performance.now();
  const rows = await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    seconds: Math.round(seconds * 10) / 10,
    rows,
    rowsPerSecond: Math.round(rows / seconds),
    memoryBefore,
    memoryPeak: org.peak(),
  };
}

async function load(org: OrgProcess, leads: number, tasks: number): Promise<number> {
  const leadIds = await ingest(org, 'Lead', leadCsv(0, leads));
  let done = 0;
  while (done < tasks) {
    const rows = Math.min(jobRows, tasks - done);
    await ingest(org, 'Task', taskCsv(leadIds, done, rows));
    done += rows;
  }
  return leadIds.length + done;
}

/** The median and the 95th percentile of repeated reads of single records, in milliseconds. */
async function readRecords(org: OrgProcess, paths: readonly string[]): Promise<{ median: number; p95: number }> {
  const times: number[] = [];
  for (const path of paths) {
    const startedAt = performance.now();
    await org.ask(path);
    times.push(performance.now() - startedAt);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 100) / 100;
  return { median: at(0.5), p95: at(0.95) };
}

const folder = values.memory ? undefined : await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
const org = await startOrgProcess(folder);
try {
  const [leads, tasks, reads] = [Number(values.leads), Number(values.tasks), Number(values.reads)];
  const loaded = await measured(org, () => load(org, leads, tasks));
  const queried = await measured(org, async () => {
    const leadRows = await queryAll(org, 'SELECT Id, Name, Company, Email, Status, CreatedDate, Owner.Name FROM Lead');
    return leadRows + (await queryAll(org, 'SELECT Id, Subject, Status, ActivityDate, WhoId, CreatedDate FROM Task'));
  });
  const { records } = JSON.parse(await org.ask(`/query?q=SELECT+Id+FROM+Lead+LIMIT+${Math.min(reads, 2_000)}`)) as {
    records: { Id: string }[];
  };
  const rest = await readRecords(
    org,
    records.map(({ Id }) => `/sobjects/Lead/${Id}`),
  );
  const ui = await readRecords(
    org,
    records.map(({ Id }) => `/ui-api/records/${Id}?fields=Lead.Name,Lead.Company,Lead.Status,Lead.Owner.Name`),
  );
  const figures = { loaded, queried, rest, ui, cpuSeconds: org.cpuSeconds() };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    const line = (name: string, { seconds, rows, rowsPerSecond, memoryBefore, memoryPeak }: Figures): string =>
      `${name.padEnd(22)}${rows} rows in ${seconds} s, ${rowsPerSecond} a second; memory ${memoryBefore} MB before, at most ${memoryPeak} MB`;
    console.log(line('bulk ingest', loaded));
    console.log(line('bulk query', queried));
    console.log(`record read           median ${rest.median} ms, 95 % under ${rest.p95} ms`);
    console.log(`record read, UI API   median ${ui.median} ms, 95 % under ${ui.p95} ms`);
    console.log(`processor time        ${figures.cpuSeconds} s of the org`);
  }
} finally {
  await org.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}
