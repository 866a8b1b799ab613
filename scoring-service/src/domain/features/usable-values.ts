import type { Goal } from '@plumbline/contract';
import { isReadable } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { unwantedReason } from './chosen-fields.ts';
import { objectOf, ownSource, recordTypeFeatures, valueFeatures } from './feature-catalogue.ts';
import type { ProfileSource, ValueFeature } from './feature-catalogue.ts';
import { fieldAt } from './feature-sources.ts';
import type { SourcePlan } from './source-plan.ts';

type LeftOut = SourcePlan['leftOut'];

/** The values that become features with their readable paths; the others are listed as left out. */
export function usableValues(goal: Goal, facts: OrgFacts): { features: ValueFeature[]; leftOut: LeftOut } {
  const features: ValueFeature[] = [];
  const leftOut: LeftOut = [];
  for (const feature of [...valueFeatures, ...recordTypeFeatures(goal, facts)]) {
    const entries = Object.entries(feature.paths) as [ProfileSource, string][];
    const own = feature.paths[ownSource[goal.object]];
    // An excluded field must not return through the contact or the account.
    const [unwanted] = entries.flatMap(
      ([source, path]) => unwantedReason(goal, { name: fieldAt(path) }, objectOf[source]) ?? [],
    );
    if (unwanted !== undefined) {
      // Fields of the scored object are listed by chosenFeatures.
      if (own === undefined) leftOut.push({ field: feature.name, label: feature.label, reason: unwanted });
      continue;
    }
    const readable = entries.filter(([source, path]) => isReadable(facts, objectOf[source], path));
    if (readable.length > 0) features.push({ ...feature, paths: Object.fromEntries(readable) });
    else leftOut.push({ field: feature.name, label: feature.label, reason: 'The integration user cannot read it.' });
  }
  return { features, leftOut };
}
