import type { FeatureTable } from '@plumbline/learning';
import { binCountOf, binsOf } from './training-distribution.ts';
import type { RevealedInputs, TrainingDistribution } from './training-distribution.ts';

/** Rows that are looked at; more do not change the answer. */
const MOST_ROWS = 20_000;

/** How much more often a value is guessed by another input than as the commonest one, from which it is given away. */
const LEAST_LIFT = 0.003;

/** Standard errors of the lift by which it has to exceed chance. */
const STANDARD_ERRORS = 3;

/**
 * Which inputs give the value of a field away, such as the city the country: where the value (or the decile) of one guesses that of
 * the other more often than its commonest value does. The guesses are made from every other row and counted on the rest
 * (lambda of Goodman and Kruskal, Measures of association for cross classifications, 1954, on held-out rows). `values` are
 * the inputs that are values of fields.
 */
export function findRevealed(
  table: FeatureTable,
  { fields }: TrainingDistribution,
  { values }: { values: ReadonlySet<string> },
): RevealedInputs {
  const step = Math.max(1, Math.ceil(table.rowCount / MOST_ROWS));
  const rows = Array.from({ length: Math.floor(table.rowCount / step) }, (_, index) => index * step);
  const guessed = rows.filter((_, index) => index % 2 === 1);
  const learned = rows.filter((_, index) => index % 2 === 0);
  const binned = fields.flatMap((field) => {
    const column = table.columns.find(({ name }) => name === field.field);
    return column ? [{ name: field.field, bins: binsOf(field, column), count: binCountOf(field) }] : [];
  });
  const found: RevealedInputs = {};
  for (const one of binned) {
    const others = binned.filter((other) => other !== one && values.has(other.name));
    const given = others.filter((other) => isRevealed(one, other, { learned, guessed }));
    if (given.length > 0) found[one.name] = given.map(({ name }) => name);
  }
  return found;
}

type Binned = { name: string; bins: Uint16Array; count: number };

/** Whether more rows have their value of `other` guessed by `one` than by its commonest value, beyond chance. */
function isRevealed(
  one: Binned,
  other: Binned,
  { learned, guessed }: { learned: number[]; guessed: number[] },
): boolean {
  const together = new Uint32Array(one.count * other.count);
  const alone = new Uint32Array(other.count);
  for (const row of learned) {
    const to = other.bins[row] as number;
    const cell = (one.bins[row] as number) * other.count + to;
    together[cell] = (together[cell] as number) + 1;
    alone[to] = (alone[to] as number) + 1;
  }
  const commonest = largest(alone);
  const guesses = Array.from({ length: one.count }, (_, bin) => {
    const counts = together.subarray(bin * other.count, (bin + 1) * other.count);
    return counts.some((count) => count > 0) ? largest(counts) : commonest;
  });
  let gained = 0;
  let differing = 0;
  for (const row of guessed) {
    const actual = other.bins[row];
    const gain = Number(guesses[one.bins[row] as number] === actual) - Number(commonest === actual);
    gained += gain;
    differing += Math.abs(gain);
  }
  return gained > Math.max(LEAST_LIFT * guessed.length, STANDARD_ERRORS * Math.sqrt(differing));
}

const largest = (counts: Uint32Array): number => counts.indexOf(Math.max(...counts));
