/**
 * Times single evaluations of two checkouts of the project against each other: the demo of each runs with the same leads,
 * and in each round their evaluations alternate.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const help = `npm run bench:evaluation -- --against FOLDER [options]

  --against FOLDER  another checkout of the project, installed: the ratio is this one's time by its time
  --rounds 5        rounds of each
  --records 200     evaluations in a round
  --json            the result as one line of JSON`;

/** Evaluations of one demo before the other's turn. */
const TURN = 10;

/** What a demo prints at its end. */
type Demo = { child: ChildProcess; service: string; token: string; goalId: string; org: string; admin: string };

const patterns = {
  service: /^The service answers at\s+(\S+)/,
  token: /Authorization: Bearer (\S+?)'/,
  goalId: /"goalId":"(\w+)"/,
  org: /^The org answers at\s+(\S+)/,
  admin: /as its administrator\s+(\S+)/,
} as const;

async function startDemo(folder: string, port: number): Promise<Demo> {
  const node = resolve(folder, 'node_modules/.bin/node');
  const args = ['test/e2e/demo/main.ts', '--count', '2000', '--port', String(port)];
  const child = spawn(node, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const found: Partial<Record<keyof typeof patterns, string>> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    for (const [name, pattern] of Object.entries(patterns)) {
      const value = pattern.exec(line)?.[1];
      if (value !== undefined) found[name as keyof typeof patterns] = value;
    }
    if (line.startsWith('Ctrl-C')) break;
  }
  child.stdout.resume();
  const { service, token, goalId, org, admin } = found;
  if (!service || !token || !goalId || !org || !admin) throw new Error(`The demo in ${folder} did not start.`);
  return { child, service, token, goalId, org, admin };
}

/** Ids of scored leads. Each checkout has its own, because the generated org changes with the project. */
async function scoredLeads({ org, admin }: Demo, count: number): Promise<string[]> {
  const soql = `SELECT Id FROM Lead WHERE Predictive_Score__c > 0 ORDER BY Id LIMIT ${count}`;
  const answer = await fetch(`${org}/services/data/v65.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${admin}` },
  });
  const { records } = (await answer.json()) as { records: { Id: string }[] };
  return records.map(({ Id }) => Id);
}

/** The times of evaluations, in milliseconds. */
async function timeEvaluations({ service, token, goalId }: Demo, recordIds: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const recordId of recordIds) {
    const startedMs = performance.now();
    const answer = await fetch(`${service}/v1/scores`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ goalId, recordId }),
    });
    await answer.text();
    if (!answer.ok) throw new Error(`An evaluation answered ${answer.status}.`);
    times.push(performance.now() - startedMs);
  }
  return times;
}

/** The median time of an evaluation of each demo. They take turns, because the machine's speed changes within seconds. */
async function timeRound(demos: readonly Demo[], leadsOf: ReadonlyMap<Demo, string[]>): Promise<number[]> {
  const times = demos.map((): number[] => []);
  const longest = Math.max(...demos.map((demo) => leadsOf.get(demo)?.length ?? 0));
  for (let first = 0; first < longest; first += TURN) {
    for (const [index, demo] of demos.entries()) {
      const leads = leadsOf.get(demo)?.slice(first, first + TURN) ?? [];
      times[index]?.push(...(await timeEvaluations(demo, leads)));
    }
  }
  return times.map(median);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [upper = Number.NaN, lower = upper] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
}

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    records: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.against === undefined) {
  console.log(help);
  process.exit(values.help ? 0 : 2);
}

const demos: Demo[] = [];
try {
  // One after the other: two trainings at once would take the machine from each other.
  for (const [index, folder] of [process.cwd(), values.against].entries()) {
    demos.push(await startDemo(resolve(folder), 5780 + 100 * index));
  }
  const [own, other] = demos as [Demo, Demo];
  const leadsOf = new Map<Demo, string[]>();
  for (const demo of demos) leadsOf.set(demo, await scoredLeads(demo, Number(values.records)));
  const [ownMs, otherMs]: [number[], number[]] = [[], []];
  await timeRound([own, other], leadsOf);
  for (let count = 0; count < Number(values.rounds); count++) {
    const [otherRound = Number.NaN, ownRound = Number.NaN] = await timeRound([other, own], leadsOf);
    otherMs.push(otherRound);
    ownMs.push(ownRound);
  }
  const result = { ownMs, otherMs, ratio: median(ownMs) / median(otherMs) };
  const listed = (times: readonly number[]): string => times.map((time) => time.toFixed(1)).join(', ');
  if (values.json) console.log(JSON.stringify(result));
  else {
    console.log(`this checkout   ${listed(ownMs)} ms (medians of ${leadsOf.get(own)?.length} evaluations)`);
    console.log(`the other       ${listed(otherMs)} ms`);
    console.log(`ratio           ${result.ratio.toFixed(3)} of the medians`);
  }
} finally {
  for (const { child } of demos) child.kill('SIGINT');
}
