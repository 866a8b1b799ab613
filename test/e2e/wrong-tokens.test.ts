import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { after, before, test } from 'node:test';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

/* A flood of wrong tokens must not slow the evaluations of a caller whose token is right; the test prints the figures. */

const connections = 200;
const evaluations = 60;
const rounds = 3;

let stage: Stage;
let ids: string[];

before(async () => {
  stage = await openTrainedStage('leads');
  const { records } = await stage.org.admin.query<{ Id: string }>(
    `SELECT Id FROM Lead WHERE IsConverted = FALSE ORDER BY Id LIMIT ${evaluations}`,
  );
  ids = records.map(({ Id }) => Id);
});
after(() => stage.stop());

/** Times of evaluations one after another, in milliseconds. */
async function evaluate(): Promise<number[]> {
  const times: number[] = [];
  for (const id of ids) {
    const startedMs = performance.now();
    await stage.client.score(stage.goalId, id).catch(() => undefined);
    times.push(performance.now() - startedMs);
  }
  return times;
}

const percentile95 = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? Number.NaN;

/** Connections from an address that send wrong tokens, each the next one when it has the answer to the last. */
function flood(localAddress: string): { answers: Map<number, number>; stop(): Promise<void> } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers = new Map<number, number>();
  let isOver = false;
  const send = (token: string): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const headers = { Authorization: `Bearer ${token}` };
    const sent = request(`${stage.service.url}/v1/thresholds`, { agent, localAddress, headers }, (response) => {
      const status = response.statusCode ?? 0;
      answers.set(status, (answers.get(status) ?? 0) + 1);
      response.resume().on('close', () => resolve(undefined));
    });
    // Cut when the flood is over.
    sent.on('error', () => resolve(undefined)).end();
    return promise;
  };
  const all = Promise.all(
    Array.from({ length: connections }, async (_, number) => {
      for (let at = 0; !isOver; at += 1) {
        await send(`plb_${(number * 1_000_000 + at).toString(16).padStart(12, '0')}_${'0'.repeat(64)}`);
      }
    }),
  );
  return {
    answers,
    async stop() {
      isOver = true;
      agent.destroy();
      await all;
    },
  };
}

for (const [whose, address] of [
  ['another address', '127.0.0.2'],
  ["the honest caller's own address", '127.0.0.1'],
] as const) {
  test(`${connections} connections with wrong tokens from ${whose} at most double the time of an evaluation`, async (t) => {
    await evaluate();
    const [alone, flooded]: [number[], number[]] = [[], []];
    const counts: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(...(await evaluate()));
      const { answers, stop } = flood(address);
      const startedMs = performance.now();
      flooded.push(...(await evaluate()));
      const seconds = (performance.now() - startedMs) / 1000;
      await stop();
      const each = [...answers].map(([status, count]) => `${(count / seconds).toFixed(0)} × ${status}`).join(', ');
      counts.push(each);
    }
    const [before95, during95] = [percentile95(alone), percentile95(flooded)];
    t.diagnostic(`95th percentile ${before95.toFixed(1)} ms alone, ${during95.toFixed(1)} ms in the flood`);
    t.diagnostic(`answers to the flood a second: ${counts.join('; ')}`);
    assert.ok(during95 <= 2 * before95, `${during95} ms instead of ${before95} ms`);
  });
}
