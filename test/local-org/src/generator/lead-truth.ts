import { dayMs } from '../calendar.ts';
import { employerAccount, planLead } from './lead-plan.ts';
import type { LeadPlan } from './lead-plan.ts';
import { trueProbability } from './outcome-timing.ts';
import { recordId, recordIndex } from './record-ids.ts';
import { createWorld } from './world.ts';
import type { GeneratorOptions, World } from './world.ts';

/** The truth about one lead: for tests, never stored in the org. */
export type LeadTruth = {
  id: string;
  /** Probability of ever converting. */
  eventual: number;
  created: Date;
  /** Days from creation to conversion; absent while it has not converted by the end of the period. */
  convertedAfterDays?: number;
  /** Days from creation to being closed as not converted. */
  closedAfterDays?: number;
  /** P(converts in (age, age + timeframe] | still open at age), ages in days since creation. */
  probability(ageDays: number, timeframeDays: number): number;
};

function toTruth(plan: LeadPlan): LeadTruth {
  const { outcome, eventual, createdMs } = plan;
  const days = outcome.kind === 'open' ? undefined : (outcome.atMs - createdMs) / dayMs;
  return {
    id: recordId('Lead', plan.index),
    eventual,
    created: new Date(createdMs),
    convertedAfterDays: outcome.kind === 'converted' ? days : undefined,
    closedAfterDays: outcome.kind === 'closed' ? days : undefined,
    probability: (ageDays, timeframeDays) => trueProbability(eventual, ageDays, timeframeDays),
  };
}

/** The truth of every lead of the org that these options generate, in order of creation, computed as it is read. */
export function* truthOf(options: GeneratorOptions): Generator<LeadTruth> {
  const world = createWorld(options);
  for (let index = 0; index < world.leads; index += 1) yield toTruth(planLead(world, index));
}

function truthInWorld(world: World, leadId: string): LeadTruth | undefined {
  const index = recordIndex('Lead', leadId);
  return index === undefined || index >= world.leads ? undefined : toTruth(planLead(world, index));
}

/** The truth of one lead by its id (15 or 18 characters); undefined when these options generate no such lead. */
export function leadTruth(options: GeneratorOptions, leadId: string): LeadTruth | undefined {
  return truthInWorld(createWorld(options), leadId);
}

/** `leadTruth` for many ids of one org. */
export function truthLookup(options: GeneratorOptions): (leadId: string) => LeadTruth | undefined {
  const world = createWorld(options);
  return (leadId) => truthInWorld(world, leadId);
}

/** The account of each lead's company at a time, whatever the lead's fields say; undefined where it has none then. */
export function accountLookup(options: GeneratorOptions): (leadId: string, at: Date) => string | undefined {
  const world = createWorld(options);
  return (leadId, at) => {
    const index = recordIndex('Lead', leadId);
    if (index === undefined || index >= world.leads) return undefined;
    const { matched, identity } = planLead(world, index);
    const account = matched?.account ?? employerAccount(world, identity, at.getTime())?.account;
    return account === undefined ? undefined : recordId('Account', account);
  };
}
