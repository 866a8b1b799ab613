import { setTimeout as delay } from 'node:timers/promises';
import type { Run } from '@plumbline/contract';
import { createServiceClient, ProblemError } from '../../e2e/stage/service-client.ts';
import type { ServiceClient } from '../../e2e/stage/service-client.ts';
import { issueToken, startServiceProcess } from '../../e2e/stage/service-process.ts';
import type { ServiceOptions, ServiceProcess } from '../../e2e/stage/service-process.ts';
import { fewRows } from '../../e2e/stage/stage.ts';
import type { Stage } from '../../e2e/stage/stage.ts';

/** The score of an open lead as the org has it. */
export type LeadScore = { id: string; score: number | null; band: string | null; scoredAt: string | null };

type Comparison = { problems: string[]; repeated: number; countsWrong: number };

/** A service of one or more processes that are killed and started again, on one org. */
export type KillStage = {
  replicas: number;
  readLeads(): LeadScore[];
  /** Gives a third of the scored leads another band, so that the next run moves them back. */
  scramble(random: () => number): void;
  startRun(jobType: 'Scoring' | 'Training'): Promise<string>;
  deleteScores(): Promise<string>;
  /** Trains the goal and waits for its scoring. Returns how many milliseconds each took. */
  train(): Promise<{ training: number; scoring: number }>;
  /** Kills a process and starts it again. */
  killAfter(ms: number): Promise<void>;
  killWhileStarting(ms: number): Promise<void>;
  endOf(key: string): Promise<Run>;
  /** Leads whose score has been written since. */
  countWritten(before: readonly LeadScore[]): number;
  /** Leads that had a score and have none. */
  countLost(before: readonly LeadScore[]): number;
  /**
   * Compares the counts and events of a scoring run with what it changed in the org. Events of a process that was killed
   * between their claim and their publication come minutes later.
   */
  compare(before: readonly LeadScore[], run: Run): Comparison;
  /** Events of band changes that have not been published, after waiting for those that a killed process had claimed. */
  countLostEvents(): Promise<number>;
  forgetEvents(): void;
  stop(): Promise<void>;
};

/** A killed process keeps the events that it has claimed for five minutes, and others publish once a minute. */
const LONGEST_CLAIM_MS = 420_000;

type EventPayload = { Event_Id__c: string };

export async function createKillStage(
  { org, dataFolder, goalId, token: pgliteToken }: Stage,
  { databaseUrl, replicas, leads }: { databaseUrl: string | undefined; replicas: number; leads: number },
): Promise<KillStage> {
  const environment = {
    ...fewRows,
    PLUMBLINE_BATCH: String(Math.ceil(leads / 15)),
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
  const options: ServiceOptions = { org, dataFolder, environment };
  const token = databaseUrl === undefined ? pgliteToken : await issueToken(options, 'manage');
  const processes: ServiceProcess[] = [];
  for (let replica = 0; replica < replicas; replica += 1) processes.push(await startServiceProcess(options));
  let victim = 0;
  let seen = 0;
  /** Ids of the events that the moves of all runs should have, and of those published. */
  const expected = new Set<string>();
  const published = new Set<string>();
  let repeats = 0;

  /** The client of a process that is alive. */
  const client = (): ServiceClient => createServiceClient(processes[(victim + 1) % replicas]?.url ?? '', token);

  async function retrying<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        // Another run of the goal may just end, or a process may just start.
        const isPassing = !(error instanceof ProblemError) || error.problem.status >= 409;
        if (!isPassing || tries === 120) throw error;
        await delay(500);
      }
    }
  }

  async function restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await processes[victim]?.stop(signal);
    processes[victim] = await startServiceProcess(options);
    victim = (victim + 1) % replicas;
  }

  const readLeads = (): LeadScore[] =>
    org.org
      .inspect(
        'SELECT "Id", "Predictive_Score__c" AS score, "Predictive_Score_Band__c" AS band, "Predictive_Score_Scored_At__c" AS at FROM "Lead" WHERE "IsConverted" = 0 AND "IsDeleted" = 0 ORDER BY "Id"',
      )
      .map(({ Id, score, band, at }) => ({
        id: String(Id),
        score: score === null ? null : Number(score),
        band: band === null ? null : String(band),
        scoredAt: at === null ? null : String(at),
      }));

  const newEvents = (): EventPayload[] => {
    const messages = org.org.events({ channel: 'Score_Band_Change__e', after: seen });
    seen = messages.at(-1)?.event.replayId ?? seen;
    const events = messages.map(({ payload }) => payload as EventPayload);
    for (const { Event_Id__c: id } of events) {
      if (published.has(id)) repeats += 1;
      published.add(id);
    }
    return events;
  };

  return {
    replicas,
    readLeads,
    scramble(random) {
      for (const { id, band } of readLeads()) {
        if (band === null || band === 'Not scored' || random() > 1 / 3) continue;
        const other = band === 'Low' ? ['High', 95] : ['Low', 5];
        org.org.inspect(
          'UPDATE "Lead" SET "Predictive_Score_Band__c" = ?, "Predictive_Score__c" = ? WHERE "Id" = ?',
          ...[other[0] ?? '', other[1] ?? 0, id],
        );
      }
    },
    startRun: (jobType) => retrying(async () => (await client().startRun(goalId, jobType)).key),
    deleteScores: () => retrying(async () => (await client().deleteScores(goalId)).key),
    async train() {
      const startedMs = performance.now();
      const { key } = await retrying(() => client().startRun(goalId, 'Training'));
      const { status, messages } = await retrying(() => client().waitForRun(key));
      if (status !== 'Successful') throw new Error(`The training failed: ${JSON.stringify(messages)}`);
      const trainedMs = performance.now();
      const first = await retrying(() => client().firstScoring(goalId)).catch(() => undefined);
      if (first) await retrying(() => client().waitForRun(first.key));
      newEvents();
      return { training: trainedMs - startedMs, scoring: performance.now() - trainedMs };
    },
    async killAfter(ms) {
      await delay(ms);
      await restart('SIGKILL');
    },
    async killWhileStarting(ms) {
      await processes[victim]?.stop('SIGTERM');
      const { promise: exit, resolve } = Promise.withResolvers<undefined>();
      const onSpawn: ServiceOptions['onSpawn'] = (child) => {
        child.once('exit', () => resolve(undefined));
        setTimeout(() => child.kill('SIGKILL'), ms);
      };
      // It ends before it listens, or after.
      await startServiceProcess({ ...options, onSpawn }).catch(() => undefined);
      await exit;
      processes[victim] = await startServiceProcess(options);
      victim = (victim + 1) % replicas;
    },
    endOf: (key) => retrying(() => client().waitForRun(key)),
    countWritten(before) {
      const scoredAt = new Map(before.map((lead) => [lead.id, lead.scoredAt]));
      return readLeads().filter((lead) => lead.scoredAt !== scoredAt.get(lead.id)).length;
    },
    countLost(before) {
      const now = new Map(readLeads().map(({ id, score }) => [id, score]));
      return before.filter(({ id, score }) => score !== null && (now.get(id) ?? null) === null).length;
    },
    compare(before, run) {
      const bands = new Map(before.map(({ id, band }) => [id, band]));
      const after = readLeads();
      const asOf = after
        .map(({ scoredAt }) => scoredAt ?? '')
        .sort()
        .at(-1);
      const written = after.filter(({ scoredAt }) => scoredAt === asOf);
      const moved = written.filter(({ id, band }) => (bands.get(id) ?? null) !== null && bands.get(id) !== band);
      const repeatsBefore = repeats;
      const events = newEvents();
      for (const { id } of moved) expected.add(`${goalId}:${id}:${Date.parse(asOf ?? '')}`);
      const isLate = (id: string): boolean => !published.has(id);
      const late = [...expected].filter(isLate).length;
      const spurious = events.filter(({ Event_Id__c: id }) => !expected.has(id)).length;
      const repeated = repeats - repeatsBefore;
      const scored = after.filter(({ score }) => score !== null && score > 0).length;
      const sums: [string, number, number][] = [
        ['read', run.read, run.scored + run.skipped + run.failed],
        ['failed', run.failed, 0],
        ['changed', run.changed, written.length],
        ['scored', run.scored, scored],
        ['events without a move', spurious, 0],
      ];
      const wrong = sums.filter(([, counted, actual]) => counted !== actual);
      const problems = wrong.map(([name, counted, actual]) => `${name} ${counted} instead of ${actual}`);
      if (run.status !== 'Successful')
        problems.push(`${run.status}: ${run.messages.map(({ text }) => text).join(' ')}`);
      if (late > 0) problems.push(`${late} events not yet published`);
      return { problems, repeated, countsWrong: wrong.length };
    },
    async countLostEvents() {
      const countLate = (): number => {
        newEvents();
        return [...expected].filter((id) => !published.has(id)).length;
      };
      for (let waitedMs = 0; waitedMs < LONGEST_CLAIM_MS && countLate() > 0; waitedMs += 1000) await delay(1000);
      return countLate();
    },
    forgetEvents: () => void newEvents(),
    async stop() {
      for (const one of processes) await one.stop();
    },
  };
}
