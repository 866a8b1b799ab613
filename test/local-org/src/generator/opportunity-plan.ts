import { daytime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import type { Company } from './company-names.ts';
import { RandomStream } from './random.ts';
import { effectOf, effectTables, employeeBand } from './static-effects.ts';
import type { UserPlan } from './user-plan.ts';
import type { World } from './world.ts';

export type Stage = { name: string; probability: number; forecast: string; forecastName: string; meanDays: number };

const pipeline = { forecast: 'Pipeline', forecastName: 'Pipeline' };
export const openStages: readonly Stage[] = [
  { name: 'Prospecting', probability: 10, ...pipeline, meanDays: 9 },
  { name: 'Qualification', probability: 10, ...pipeline, meanDays: 12 },
  { name: 'Needs Analysis', probability: 20, ...pipeline, meanDays: 14 },
  { name: 'Proposal/Price Quote', probability: 75, forecast: 'BestCase', forecastName: 'Best Case', meanDays: 15 },
  { name: 'Negotiation/Review', probability: 90, forecast: 'Forecast', forecastName: 'Commit', meanDays: 12 },
];
export const won: Stage = {
  name: 'Closed Won',
  probability: 100,
  forecast: 'Closed',
  forecastName: 'Closed',
  meanDays: 0,
};
export const lost: Stage = {
  name: 'Closed Lost',
  probability: 0,
  forecast: 'Omitted',
  forecastName: 'Omitted',
  meanDays: 0,
};

export type StageChange = { stage: Stage; atMs: number };

export type OpportunityFacts = {
  index: number;
  name: string;
  company: Company;
  accountIndex: number;
  contactIndex: number;
  type: string;
  leadSource?: string;
  /** The attention the customer gets; it raises the win rate. */
  care: number;
  createdMs: number;
  owner: UserPlan;
  role: string;
};

/** The probability of a win before the first stage. Never stored. */
export function winProbability({ company, care }: Pick<OpportunityFacts, 'company' | 'care'>): number {
  const logit =
    -0.7 +
    0.7 * care +
    effectOf(effectTables.industry, company.industry) +
    effectOf(effectTables.employees, employeeBand(company.employees));
  return 1 / (1 + Math.exp(-logit));
}

/** The stages up to the end of the period; a lost opportunity closes after one of them. */
export function drawStages(
  world: World,
  random: RandomStream,
  facts: OpportunityFacts,
): [StageChange, ...StageChange[]] {
  const isWon = random.chance(winProbability(facts));
  const lostAfter = 1 + random.below(openStages.length);
  const [firstStage, ...laterStages] = openStages.slice(0, isWon ? openStages.length : lostAfter);
  const first = { stage: firstStage ?? won, atMs: facts.createdMs };
  const changes: [StageChange, ...StageChange[]] = [first];
  let { atMs, stage } = first;
  for (const next of [...laterStages, isWon ? won : lost]) {
    const time = atMs + random.exponential(stage.meanDays) * dayMs;
    atMs = Math.max(atMs + 60_000, daytime(time, facts.owner.timeZone.utcOffsetHours));
    if (atMs >= world.endMs) return changes;
    changes.push({ stage: next, atMs });
    stage = next;
  }
  return changes;
}

/** The stream of an opportunity: its stages are drawn first. */
export const opportunityStream = (world: World, { index }: Pick<OpportunityFacts, 'index'>): RandomStream =>
  new RandomStream(world.seed, 'opportunity', index);
