import type { LeadPlan } from './lead-plan.ts';
import { RandomStream } from './random.ts';
import type { StoredRow } from './row-batch.ts';
import type { World } from './world.ts';

const contractTypes = [
  { value: 'Annual', weight: 60 },
  { value: 'Multi-year', weight: 25 },
  { value: 'Pilot', weight: 15 },
];

/** How often each field is filled, by outcome of the lead; a few are filled by mistake. */
const filled = {
  converted: { contract: 0.92, budget: 0.85, rating: 0.8, description: 0.7 },
  closed: { contract: 0.01, budget: 0.01, rating: 0.7, description: 0.5 },
  open: { contract: 0.01, budget: 0.005, rating: 0.1, description: 0.15 },
} as const;

const ratings = { converted: 'Hot', closed: 'Cold', open: 'Warm' } as const;
const notes = {
  converted: 'Handed over to the account team.',
  closed: 'No need at present.',
  open: 'Asked for material.',
} as const;

/**
 * Fields that users fill once the outcome is known (target leakage). They leave no history: a model trained on them is
 * wrong about every open lead.
 */
export function outcomeFields(world: World, lead: LeadPlan): StoredRow {
  const random = new RandomStream(world.seed, 'outcome-fields', lead.index);
  const { kind } = lead.outcome;
  const shares = filled[kind];
  const contractType = random.weighted(contractTypes);
  const budget = Math.round(Math.exp(9.5 + 0.8 * random.normal()) / 100) * 100;
  return {
    Contract_Type__c: random.chance(shares.contract) ? contractType : null,
    Signed_Budget__c: random.chance(shares.budget) ? budget : null,
    Rating: random.chance(shares.rating) ? ratings[kind] : null,
    Description: random.chance(shares.description) ? notes[kind] : null,
  };
}
