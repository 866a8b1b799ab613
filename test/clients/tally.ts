import strict from 'node:assert/strict';
import { appendFileSync } from 'node:fs';

/** Where the files of one run leave their counts for the sum at the end. */
export const tallyVariable = 'PLUMBLINE_CLIENT_TALLY';

export type Tally = { commands: number; calls: number; checks: number };

const counts: Tally = { commands: 0, calls: 0, checks: 0 };

let isKept = false;

function keepAtExit(): void {
  isKept = true;
  process.once('exit', () => {
    const file = process.env[tallyVariable];
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(counts)}\n`);
  });
}

/** Counts a command of `sf`, a call of jsforce or a check. */
export function count(what: keyof Tally): void {
  if (!isKept) keepAtExit();
  counts[what] += 1;
}

/** The strict assertions of Node, each of them counted. */
export const assert: typeof strict = new Proxy(strict, {
  get(target, name, receiver): unknown {
    count('checks');
    return Reflect.get(target, name, receiver);
  },
});
