import type { Mutant } from './mutant.ts';

export type Verdict = { verdict: 'caught'; by: string } | { verdict: 'survived' | 'not compiled' };
export type Outcome = Verdict & { mutant: Mutant };

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Caught of counted, one line for each group. */
function table(outcomes: readonly Outcome[], groupOf: (mutant: Mutant) => string): string[] {
  const groups = Map.groupBy(outcomes, ({ mutant }) => groupOf(mutant));
  return [...groups]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([group, all]) => {
      const caught = all.filter(({ verdict }) => verdict === 'caught').length;
      return `  ${`${String(caught)} of ${String(all.length)}`.padEnd(12)}${group}`;
    });
}

/** What became of the defects: by file, by kind, and each survivor with its lines. */
export function describeOutcome(outcomes: readonly Outcome[]): { text: string; share: number } {
  const counted = outcomes.filter(({ verdict }) => verdict !== 'not compiled');
  const survivors = counted.filter(({ verdict }) => verdict === 'survived');
  const share = counted.length === 0 ? 0 : 1 - survivors.length / counted.length;
  const lines = [
    ...['By file', ...table(counted, ({ file }) => file)],
    ...['', 'By kind', ...table(counted, ({ kind }) => kind)],
    ...['', `Survivors: ${String(survivors.length)}`],
    ...survivors.map(({ mutant: { file, line, kind, diff } }) => `  ${file}:${String(line)} ${kind}\n${diff}`),
    '',
    `${String(counted.length - survivors.length)} of ${String(counted.length)} defects caught, ${percent(share)}; ` +
      `${String(outcomes.length - counted.length)} more did not compile.`,
  ];
  return { text: lines.join('\n'), share };
}
