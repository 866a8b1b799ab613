import type { FeatureValue } from './oracle/profile.ts';
import { rowKey } from './oracle/observations.ts';
import type { ProductRow } from './product-values.ts';

type Values = Record<string, FeatureValue>;

const show = (value: FeatureValue): string => (value === undefined ? 'missing' : JSON.stringify(value));

/** The same value; numbers may differ by the rounding of another order of operations. */
function isSame(one: FeatureValue, other: FeatureValue): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other;
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one));
}

const examplesShown = 3;

/** Counts values that were compared with facts, and keeps the first mismatches of each feature in readable form. */
export class Comparison {
  values = 0;
  private readonly mismatches = new Map<string, { count: number; examples: string[] }>();

  private report(what: string, example: string): void {
    const known = this.mismatches.get(what) ?? { count: 0, examples: [] };
    this.mismatches.set(what, known);
    known.count += 1;
    if (known.examples.length < examplesShown) known.examples.push(example);
  }

  /** Compares what the service computed with what a person would; both must know the same features. */
  compareRow(place: string, { recordId, ms, values }: ProductRow, expected: Values): void {
    for (const [name, got] of Object.entries(values)) {
      this.values += 1;
      const want = expected[name];
      if (name in expected && isSame(got, want)) continue;
      const fact = name in expected ? show(want) : 'unknown to the oracle';
      this.report(`${place} ${name}`, `${rowKey(recordId, ms)}: got ${show(got)}, fact ${fact}`);
    }
  }

  /** Two ways of computing the same row: bit for bit. */
  compareWays(place: string, one: ProductRow | undefined, other: ProductRow): void {
    for (const [name, value] of Object.entries(other.values)) {
      if (Object.is(one?.values[name], value)) continue;
      this.report(
        `${place} ${name}`,
        `${rowKey(other.recordId, other.ms)}: ${show(one?.values[name])} instead of ${show(value)}`,
      );
    }
  }

  expect(place: string, example: string, holds: boolean): void {
    this.values += 1;
    if (!holds) this.report(place, example);
  }

  get isClean(): boolean {
    return this.mismatches.size === 0;
  }

  /** One line for each feature that differs, with examples; empty where everything agrees. */
  summary(): string {
    return [...this.mismatches]
      .map(([what, { count, examples }]) => `${what}: ${count}\n  ${examples.join('\n  ')}`)
      .join('\n');
  }
}
