import strict from 'node:assert/strict';
import { appendFileSync } from 'node:fs';

/** Where the files of one run leave their counts for the sum at the end. */
export const tallyVariable = 'PLUMBLINE_CLIENT_TALLY';

/** How commands of one name ended, for a person and with `--json`. */
export type Ends = { good: number; bad: number; goodJson: number; badJson: number };

export type Tally = { commands: number; calls: number; checks: number; ends: Record<string, Ends> };

const counts: Tally = { commands: 0, calls: 0, checks: 0, ends: {} };

let isKept = false;

function keepAtExit(): void {
  isKept = true;
  process.once('exit', () => {
    const file = process.env[tallyVariable];
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(counts)}\n`);
  });
}

/** Counts a command of `sf`, a call of jsforce or a check. */
export function count(what: 'commands' | 'calls' | 'checks'): void {
  if (!isKept) keepAtExit();
  counts[what] += 1;
}

/** Counts how a command ended, by the words before its flags: `score goal list`. */
export function countEnd(args: string[], exitCode: number): void {
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  const words = args.slice(0, firstFlag < 0 ? args.length : firstFlag).join(' ');
  const ends = (counts.ends[words] ??= { good: 0, bad: 0, goodJson: 0, badJson: 0 });
  ends[`${exitCode === 0 ? 'good' : 'bad'}${args.includes('--json') ? 'Json' : ''}`] += 1;
}

/** The counts of all files of a run. */
export const addTallies = (tallies: Tally[]): Tally =>
  tallies.reduce(
    (sum, one) => {
      for (const [words, ends] of Object.entries(one.ends)) {
        const before = sum.ends[words];
        sum.ends[words] = {
          good: (before?.good ?? 0) + ends.good,
          bad: (before?.bad ?? 0) + ends.bad,
          goodJson: (before?.goodJson ?? 0) + ends.goodJson,
          badJson: (before?.badJson ?? 0) + ends.badJson,
        };
      }
      return {
        commands: sum.commands + one.commands,
        calls: sum.calls + one.calls,
        checks: sum.checks + one.checks,
        ends: sum.ends,
      };
    },
    { commands: 0, calls: 0, checks: 0, ends: {} },
  );

/** The strict assertions of Node, each of them counted. */
export const assert: typeof strict = new Proxy(strict, {
  get(target, name, receiver): unknown {
    count('checks');
    return Reflect.get(target, name, receiver);
  },
});
