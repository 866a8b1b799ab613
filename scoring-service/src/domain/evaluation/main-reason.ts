import type { FieldContribution } from '@plumbline/learning';
import { computedFeatures } from '../features/computed-features.ts';
import { isKindCount } from '../features/engagement-sources.ts';
import type { FeatureField } from '../features/source-plan.ts';
import { reasonWords } from './reason-words.ts';
import type { ReasonLanguage } from './reason-words.ts';

/** Inputs computed from time alone. */
const timeFields = ['age_days', 'days_since_change', 'days_since_qualification'];

/** Inputs computed from activities, campaigns and time, which every reader of the record may know about. */
export const openFields: ReadonlySet<string> = new Set(
  computedFeatures
    .filter(({ name, family }) => family === 'activity' || family === 'engagement' || timeFields.includes(name))
    .map(({ name }) => name),
);

/** A contribution to the log odds that is worth a sentence. */
const LEAST_CONTRIBUTION = 0.01;

/** The reason of before stays while it has this share of the strongest contribution, so that it does not change every day. */
const KEPT_FROM = 0.8;

/**
 * The strongest reason of a score in words, without the value: it stands in a field that list views and reports show, so it
 * names only inputs that are open to everyone, and those of `visibleFields` (API names of the scored object). Undefined
 * where no such input counts.
 */
export function mainReason(
  contributions: readonly Pick<FieldContribution, 'field' | 'contribution'>[],
  fields: readonly Pick<FeatureField, 'name' | 'label' | 'unit' | 'source' | 'isRestricted'>[],
  {
    visibleFields,
    language,
    current,
  }: { visibleFields: readonly string[]; language: ReasonLanguage; current: string | undefined },
): string | undefined {
  const visible = new Set(visibleFields.map((field) => field.toLowerCase()));
  const isOpen = ({ name, source, isRestricted }: Pick<FeatureField, 'name' | 'source' | 'isRestricted'>): boolean =>
    (!isRestricted && (openFields.has(name) || isKindCount({ name }))) ||
    (source !== undefined && visible.has(source.toLowerCase()));
  const reasons = contributions
    .filter(({ contribution }) => Math.abs(contribution) >= LEAST_CONTRIBUTION)
    .flatMap(({ field, contribution }) => {
      const named = fields.find(({ name }) => name === field);
      if (!named || !isOpen(named)) return [];
      const text = reasonWords(named, contribution > 0 ? 'raises' : 'lowers', language);
      return [{ text, size: Math.abs(contribution) }];
    })
    .sort((one, other) => other.size - one.size);
  const [strongest] = reasons;
  if (!strongest) return undefined;
  const kept = reasons.find(({ text, size }) => text === current && size >= KEPT_FROM * strongest.size);
  return (kept ?? strongest).text;
}
