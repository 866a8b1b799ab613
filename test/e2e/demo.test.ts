import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { isDeep } from '../depth.ts';

const realLeads = '../shared/data/xeducation/Leads.csv';

type Ended = { code: number | null; output: string };

/** Runs the demo as a process; `onLine` may end it. */
async function runDemo(args: string[], onLine?: (line: string, interrupt: () => void) => void): Promise<Ended> {
  const child = spawn(process.execPath, ['test/e2e/demo/main.ts', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output += `${line}\n`;
      onLine?.(line, () => child.kill('SIGINT'));
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

test('the demo shows what the runs say, how good the model is, reasons, pages and a curl', async () => {
  const answers: Promise<string>[] = [];
  const { code, output } = await runDemo(['--count', '1000'], (line, interrupt) => {
    const address = /http:\S+as=\S+/.exec(line)?.[0];
    if (address !== undefined) answers.push(fetch(address).then((response) => response.text()));
    // The build of the pages has started: it must end with the rest.
    if (line.startsWith('Ctrl-C')) void Promise.allSettled(answers).then(interrupt);
  });
  assert.equal(code, 0, output);
  for (const part of [
    /Training: Successful/,
    /INFO 101\. Leads AI quality check: the count of contacts is: \d+\./,
    /AUC 0\.\d{4} \(95 % interval 0\.\d{4} to 0\.\d{4}\), out of time/,
    /band +records +share +converted +of all successes\n/,
    /High +\d+ +\d+\.\d % +(\d+\.\d %|–) +\d+\.\d %/,
    /^ +\d+ (High|Medium|Low) +\d+\.\d % +\d+\.\d+ +[A-D][1-4] {2}\w+/m,
    /Contract Type: /,
    /(▲|▼) .+ (raises|lowers|raise|lower) the score/,
    /A lead as a rep sees it {2}http:\/\/127\.0\.0\.1:\d+\/lightning\/r\/Lead\/00Q\w{15}\/view\?as=rep@local\.org/,
    /Scores as an admin {7}http:\/\/127\.0\.0\.1:\d+\/lightning\/n\/Scoring_Scores/,
    /curl -s -X POST http:\/\/127\.0\.0\.1:\d+\/v1\/scores/,
  ]) {
    assert.match(output, part);
  }
  const pages = await Promise.all(answers);
  assert.equal(pages.length, 2);
  for (const page of pages) assert.match(page, /^<!doctype html>[\s\S]*Building the page/);
});

test('Ctrl-C stops everything cleanly, also in the middle', async () => {
  const addresses: string[] = [];
  const { code, output } = await runDemo(['--count', '1000'], (line, interrupt) => {
    const address = /: (http:\S+)/.exec(line)?.[1];
    if (address !== undefined) addresses.push(address);
    if (line.includes('Train the goal')) interrupt();
  });
  assert.equal(code, 0, output);
  assert.equal(addresses.length, 2);
  for (const address of addresses) await assert.rejects(fetch(address));
});

test(
  'the demo scores real leads',
  {
    skip: !existsSync(realLeads)
      ? `${realLeads} is not here: the real leads stay outside the project`
      : !isDeep && 'npm run test:deep runs it',
  },
  async () => {
    const { code, output } = await runDemo(['--leads', realLeads, '--exit']);
    assert.equal(code, 0, output);
    assert.match(output, /9240 leads loaded, 3561 converted, 0 failed/);
    assert.match(output, /5679 read, 5679 scored, 5679 written, 0 skipped, 0 failed/);
    assert.match(output, /INFO 907\. .+ Rows: 9240\./);
  },
);

test('a wrong argument is named', async () => {
  const { code, output } = await runDemo(['--count', 'many']);
  assert.equal(code, 1);
  assert.match(output, /--count: a whole number/);
});

test(
  'the untidy demo says what it finds, gives no lead to another owner and scores them all',
  { skip: !isDeep },
  async () => {
    const { code, output } = await runDemo(['--count', '1000', '--seed', '11', '--untidy', '--exit']);
    assert.equal(code, 0, output);
    assert.match(output, /WARNING 962\. The history of Lead Status is too short/);
    assert.match(output, /INFO 964\..*Lead\.Status \d+/);
    assert.match(output, /0 owners changed by an assignment rule; of \d+ open qualified leads, 0 without a score/);
  },
);
