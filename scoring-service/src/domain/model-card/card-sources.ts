import type { ModelCard } from '@plumbline/contract';
import { sourcedFields } from '../features/feature-sources.ts';
import type { SourcePlan } from '../features/source-plan.ts';
import type { TrainingDistribution } from '../features/training-distribution.ts';

/**
 * The card with the sources of every input that it names, so that it can be shown without what a viewer may not know of.
 * The sources come from the plan, so cards of earlier versions have them too.
 */
export function withSources(
  card: ModelCard,
  { plan, distribution }: { plan: SourcePlan; distribution?: TrainingDistribution | undefined },
): ModelCard {
  const known = new Map(sourcedFields(plan, distribution).map(({ name, sources }) => [name, [...sources]]));
  // A field of the fairness check is no input: it is one of the scored object.
  const ownField = (field: string): string => `${plan.goal.object}.${field.replace(/^fairness_/, '')}`;
  const sourced = <Named extends { field: string }>(named: Named): Named & { sources: string[] } => ({
    ...named,
    sources: known.get(named.field) ?? [ownField(named.field)],
  });
  return {
    ...card,
    strongestFields: card.strongestFields.map(sourced),
    ...(card.inputs && {
      inputs: card.inputs.map((input) =>
        input.sources ? { ...input, sources: known.get(input.field) ?? input.sources } : input,
      ),
    }),
    ...(card.segments && {
      segments: card.segments.map((segment) => ({
        ...sourced(segment),
        strongestFields: segment.strongestFields.map(sourced),
      })),
    }),
    ...(card.fairness && {
      fairness: card.fairness.map((checked) => ({ ...sourced(checked), proxies: checked.proxies.map(sourced) })),
    }),
  };
}
