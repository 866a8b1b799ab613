/**
 * Restarts two replicas one after the other while records are evaluated and a run scores, behind a balancer that asks each for
 * its readiness: `npm run bench:restart`. Prints how many requests failed and what became of the run.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createServiceClient } from '../../e2e/stage/service-client.ts';
import { issueToken, startServiceProcess } from '../../e2e/stage/service-process.ts';
import type { ServiceOptions, ServiceProcess } from '../../e2e/stage/service-process.ts';
import { fewRows, openStage } from '../../e2e/stage/stage.ts';
import { startPostgres } from '../../scoring-service/adapters/storage/start-postgres.ts';

/** How often the balancer asks, and how long it waits for the answer, as in `deploy/Caddyfile`. */
const PROBE_MS = 1000;
const PROBE_TIMEOUT_MS = 2000;
/** How many clients evaluate records one after the other. */
const CLIENTS = 4;

const stage = await openStage({ leads: 1500, seed: 11, goalFields: {} });
await stage.service.stop();
const postgres = await startPostgres();
const environment = {
  ...{ ...fewRows, DATABASE_URL: await postgres.createDatabase(), PLUMBLINE_BATCH: '20' },
  // The default: the balancer has to notice that a replica stops.
  PLUMBLINE_DRAIN_SECONDS: '5',
};
const options: ServiceOptions = { org: stage.org, dataFolder: stage.dataFolder, environment };
const token = await issueToken(options, 'manage');
const replicas: ServiceProcess[] = [await startServiceProcess(options), await startServiceProcess(options)];
const ready = new Set(replicas);
const clientOf = (): ReturnType<typeof createServiceClient> => createServiceClient(nextReady().url, token);

/** The error with its causes: fetch alone says that it failed. */
function describe(error: unknown): string {
  const parts: string[] = [];
  for (let link = error; link instanceof Error; link = link.cause) parts.push(link.message);
  return parts.join(': ');
}

let turn = 0;
function nextReady(): ServiceProcess {
  const all = [...ready];
  turn += 1;
  const chosen = all[turn % all.length];
  if (!chosen) throw new Error('No replica is ready.');
  return chosen;
}

let isOver = false;
/** Asks one place for its readiness, whatever process is there; an answer that is late is none. */
async function probe(position: number): Promise<void> {
  while (!isOver) {
    const replica = replicas[position];
    if (!replica) return;
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    const isReady = await fetch(`${replica.url}/readyz`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady && replicas.includes(replica)) ready.add(replica);
    else ready.delete(replica);
    await delay(PROBE_MS);
  }
}

await clientOf().train(stage.goalId);
const leads = stage.org.org.inspect(`SELECT "Id" FROM "Lead" WHERE "IsConverted" = 0 AND "Predictive_Score__c" > 0`);
const failures: string[] = [];
let requests = 0;

async function load(client: number): Promise<void> {
  for (let index = client; !isOver; index += CLIENTS) {
    const recordId = String(leads[index % leads.length]?.['Id']);
    requests += 1;
    await clientOf()
      .score(stage.goalId, recordId)
      .catch((error: unknown) => failures.push(describe(error)));
  }
}

const probing = [probe(0), probe(1)];
const loading = Array.from({ length: CLIENTS }, (_, client) => load(client));
stage.org.org.inspect(
  `UPDATE "Lead" SET "Predictive_Score_Band__c" = 'Low', "Predictive_Score__c" = 1 WHERE "Predictive_Score__c" > 49`,
);
const { key } = await clientOf().startRun(stage.goalId, 'Scoring');
for (const [position, replica] of replicas.entries()) {
  await delay(1000);
  await replica.stop('SIGTERM');
  ready.delete(replica);
  replicas[position] = await startServiceProcess(options);
  while (ready.size < replicas.length) await delay(PROBE_MS);
  console.log(`replica ${position + 1} restarted; ${requests} requests, ${failures.length} failed`);
}
const run = await clientOf().waitForRun(key);
isOver = true;
await Promise.all([...probing, ...loading]);
console.log(
  `${requests} evaluations, ${failures.length} failed; the run: ${run.status}, ${run.scored} scored, ${run.failed} failed`,
);
for (const failure of failures.slice(0, 5)) console.log(failure);
process.exitCode = failures.length === 0 && run.status === 'Successful' && run.failed === 0 ? 0 : 1;
for (const replica of replicas) await replica.stop();
await stage.org.stop();
await postgres.stop();
