import type { Factor, StoredFactors } from '@plumbline/contract';
import type { FeatureField } from '../features/source-plan.ts';
import type { FieldContribution } from './contributions.ts';
import { describeFactor, describeField, formatValue } from './factor-words.ts';
import type { NamedField } from './factor-words.ts';

/** A field that moves the odds by less than a hundredth is no reason. */
const LEAST_CONTRIBUTION = 0.01;

/** What a long text area holds. */
const LONGEST_TEXT = 32_768;

/** What of a feature its reasons are told with. */
export type FactorField = NamedField & Pick<FeatureField, 'name' | 'source'>;

/** The weightiest reasons of a score, in the words and labels of the fields; less than `count` where few fields matter. */
export function topFactors(
  contributions: FieldContribution[],
  fields: FactorField[],
  { count = 5 }: { count?: number } = {},
): Factor[] {
  return contributions
    .filter(({ contribution }) => Math.abs(contribution) >= LEAST_CONTRIBUTION)
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution))
    .slice(0, count)
    .map((contribution) => toFactor(contribution, fields));
}

function toFactor({ field, value, contribution, importance }: FieldContribution, fields: FactorField[]): Factor {
  const named: NamedField & { source?: string } = fields.find(({ name }) => name === field) ?? { label: field };
  const direction = contribution > 0 ? 'raises' : 'lowers';
  return {
    field,
    label: named.label,
    ...(named.source !== undefined && { source: named.source }),
    ...(value !== undefined && { value: formatValue(named, value) }),
    importance,
    direction,
    text: describeFactor(named, value, direction),
    contribution: round(contribution),
  };
}

type Stored = Omit<StoredFactors, 'factors'> & { factors: Factor[] };

/** What the record's factors field holds: no value of a field, so that it shows nothing a reader may not see. */
export function toStoredFactors({ factors, probability, ...about }: Stored, fields: FactorField[]): StoredFactors {
  return {
    ...about,
    ...(probability !== undefined && { probability: Math.min(1, Math.max(0, round(probability))) }),
    factors: factors.map(({ field, label, source, importance, direction, contribution }) => {
      const named = fields.find(({ name }) => name === field) ?? { label };
      const text = describeField(named, direction);
      return { field, label, ...(source !== undefined && { source }), importance, direction, text, contribution };
    }),
  };
}

/** The same as JSON that fits the field: where it does not, the weakest reasons are left out. */
export function storeFactors(stored: Stored, fields: FactorField[]): string {
  const whole = toStoredFactors(stored, fields);
  for (let count = whole.factors.length; count > 0; count--) {
    const json = JSON.stringify({ ...whole, factors: whole.factors.slice(0, count) });
    if (json.length <= LONGEST_TEXT) return json;
  }
  return JSON.stringify({ ...whole, factors: [] });
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
