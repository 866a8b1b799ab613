import { dayMs } from '../calendar.ts';
import { planLead } from './lead-plan.ts';
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

/** The company that a lead's person works for: a customer's, by its account, or that of a lead, by its root. */
function companyOf({ identity }: LeadPlan): string {
  const { employer, root } = identity;
  if (employer.kind === 'customer') return `account ${employer.account}`;
  return `lead ${employer.kind === 'lead' ? employer.root : root}`;
}

/**
 * The accounts that each lead's company has at a time, whatever the lead's fields say: a customer's, and those that
 * conversions of its people created.
 */
export function accountLookup(options: GeneratorOptions): (leadId: string, at: Date) => string[] {
  const world = createWorld(options);
  const accounts = new Map<string, { id: string; sinceMs: number }[]>();
  const companies: string[] = [];
  const add = (company: string, account: number, sinceMs: number): void => {
    const known = accounts.get(company) ?? [];
    accounts.set(company, [...known, { id: recordId('Account', account), sinceMs }]);
  };
  for (let index = 0; index < world.accounts; index += 1) add(`account ${index}`, index, -Infinity);
  for (let index = 0; index < world.leads; index += 1) {
    const plan = planLead(world, index);
    const company = companyOf(plan);
    companies.push(company);
    if (plan.outcome.kind === 'converted' && plan.outcome.account === world.accounts + index) {
      add(company, plan.outcome.account, plan.outcome.atMs);
    }
  }
  return (leadId, at) => {
    const company = companies[recordIndex('Lead', leadId) ?? -1];
    const known = company === undefined ? [] : (accounts.get(company) ?? []);
    return known.filter(({ sinceMs }) => sinceMs <= at.getTime()).map(({ id }) => id);
  };
}
