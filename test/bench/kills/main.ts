/**
 * Kills the service at random moments of scoring, training, deletion and start-up, and counts what is lost or wrong:
 * `npm run bench:kills -- --engine pglite --kills 100`, `npm run bench:kills -- --engine postgres --kills 50`.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '@plumbline/learning';
import { sql } from 'kysely';
import { openDatabase } from '../../../scoring-service/src/adapters/storage/open-database.ts';
import { openStage } from '../../e2e/stage/stage.ts';
import { startPostgres } from '../../scoring-service/adapters/storage/start-postgres.ts';
import { createKillStage } from './kill-stage.ts';
import type { KillStage } from './kill-stage.ts';

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'pglite' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    leads: { type: 'string', default: '450' },
  },
});

type Kind = 'scoring' | 'training' | 'deletion' | 'start-up';

/** Most rounds are scorings, because they write into the org. */
const kinds: readonly Kind[] = [
  'scoring',
  'scoring',
  'scoring',
  'start-up',
  'scoring',
  'training',
  'scoring',
  'deletion',
];

/** Up to when, in milliseconds after the start, a process is killed: as long as the first run took where there is one. */
const latest: Record<Kind, number> = { scoring: 4000, training: 15_000, deletion: 1500, 'start-up': 3000 };

type Tally = {
  kills: number;
  /** Scorings that had written some scores and not all when their process was killed. */
  amidWriting: number;
  lost: number;
  eventsLost: number;
  eventsRepeated: number;
  wrongCounts: number;
  failed: number;
};

async function main(): Promise<void> {
  const random = seededRandom(Number(values.seed));
  const stage = await openStage({ leads: Number(values.leads), seed: 7, goalFields: {} });
  await stage.service.stop();
  const postgres = values.engine === 'postgres' ? await startPostgres() : undefined;
  const databaseUrl = await postgres?.createDatabase();
  const kill = await createKillStage(stage, {
    databaseUrl,
    replicas: databaseUrl === undefined ? 1 : 2,
    leads: Number(values.leads),
  });
  const tally: Tally = {
    kills: 0,
    amidWriting: 0,
    lost: 0,
    eventsLost: 0,
    eventsRepeated: 0,
    wrongCounts: 0,
    failed: 0,
  };
  const byKind = new Map<Kind, number>();
  Object.assign(latest, await kill.train());
  for (let round = 0; tally.kills < Number(values.kills); round += 1) {
    const kind = kinds[round % kinds.length] ?? 'scoring';
    const afterMs = Math.round(random() * latest[kind]);
    const problems = await rounds[kind](kill, { afterMs, random, tally });
    tally.kills += 1;
    byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
    console.log(
      `${new Date().toISOString().slice(11, 19)} ${tally.kills}. ${kind}, killed after ${afterMs} ms: ${problems.join('; ') || 'right'}`,
    );
  }
  tally.eventsLost = await kill.countLostEvents();
  await kill.stop();
  const receipts = await checkReceipts(
    databaseUrl === undefined ? { folder: join(stage.dataFolder, 'state') } : { databaseUrl },
  );
  await stage.org.stop();
  await postgres?.stop();
  console.log(`\n${values.engine}, ${kill.replicas} process(es), seed ${values.seed}`);
  console.log([...byKind].map(([kind, count]) => `${kind} ${count}`).join(', '));
  console.log(`killed amid the writing of scores: ${tally.amidWriting}`);
  console.log(
    `kills ${tally.kills}, scores lost ${tally.lost}, receipts twice ${receipts.twice}, events lost ${tally.eventsLost}, ` +
      `events repeated ${tally.eventsRepeated}, events left in the outbox ${receipts.waiting}, counts wrong ${tally.wrongCounts}, runs not successful ${tally.failed}`,
  );
  const isRight =
    tally.lost + receipts.twice + tally.eventsLost + receipts.waiting + tally.wrongCounts + tally.failed === 0;
  process.exitCode = isRight ? 0 : 1;
}

type Round = { afterMs: number; random: () => number; tally: Tally };

const rounds: Record<Kind, (kill: KillStage, round: Round) => Promise<string[]>> = {
  async scoring(kill, { afterMs, random, tally }) {
    kill.scramble(random);
    const before = kill.readLeads();
    const key = await kill.startRun('Scoring');
    await kill.killAfter(afterMs);
    tally.lost += kill.countLost(before);
    const writtenAtKill = kill.countWritten(before);
    const run = await kill.endOf(key);
    if (writtenAtKill > 0 && writtenAtKill < run.changed) tally.amidWriting += 1;
    const { problems, repeated, countsWrong } = kill.compare(before, run);
    tally.lost += kill.countLost(before);
    tally.eventsRepeated += repeated;
    tally.wrongCounts += countsWrong;
    tally.failed += run.status === 'Successful' ? 0 : 1;
    return problems;
  },
  async training(kill, { afterMs, tally }) {
    const before = kill.readLeads();
    const key = await kill.startRun('Training');
    await kill.killAfter(afterMs);
    const run = await kill.endOf(key);
    const lost = kill.countLost(before);
    tally.lost += lost;
    tally.failed += run.status === 'Successful' ? 0 : 1;
    // The bands of a new model are no events, so the next round begins after its first scoring.
    await kill.endOf(await kill.startRun('Scoring'));
    kill.forgetEvents();
    return [
      ...(lost > 0 ? [`${lost} scores lost`] : []),
      ...(run.status === 'Successful' ? [] : [`training ${run.status}`]),
    ];
  },
  async deletion(kill, { afterMs, tally }) {
    const key = await kill.deleteScores();
    await kill.killAfter(afterMs);
    const run = await kill.endOf(key);
    const left = kill.readLeads().filter(({ score }) => score !== null).length;
    tally.wrongCounts += left;
    tally.failed += run.status === 'Successful' ? 0 : 1;
    await kill.train();
    return [
      ...(left > 0 ? [`${left} scores left`] : []),
      ...(run.status === 'Successful' ? [] : [`deletion ${run.status}`]),
    ];
  },
  async 'start-up'(kill, { afterMs, tally }) {
    const before = kill.readLeads();
    await kill.killWhileStarting(afterMs);
    const lost = kill.countLost(before);
    tally.lost += lost;
    return lost > 0 ? [`${lost} scores lost`] : [];
  },
};

async function checkReceipts(
  options: { databaseUrl: string } | { folder: string },
): Promise<{ twice: number; waiting: number }> {
  const { kysely, close } = await openDatabase(options);
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from (
    select run_key, record_id from receipts where run_key is not null group by run_key, record_id having count(*) > 1) repeated`.execute(
    kysely,
  );
  const waiting = await sql<{ count: number }>`select count(*)::integer as count from band_events`.execute(kysely);
  await close();
  return { twice: rows[0]?.count ?? 0, waiting: waiting.rows[0]?.count ?? 0 };
}

await main();
