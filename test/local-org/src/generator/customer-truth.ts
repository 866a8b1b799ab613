import { dayMs } from '../calendar.ts';
import { careOfLead, opportunityOfConversion } from './conversion-opportunity.ts';
import { opportunitiesPerCustomer, planCustomerOpportunities } from './customer-opportunities.ts';
import { drawCare, planAccount, planContactsOf } from './customer-plan.ts';
import { opportunityShare, planLead } from './lead-plan.ts';
import type { LeadPlan } from './lead-plan.ts';
import { drawStages, openStages, opportunityStream, winProbability } from './opportunity-plan.ts';
import type { OpportunityFacts, StageChange } from './opportunity-plan.ts';
import { convertedBy, trueProbability } from './outcome-timing.ts';
import { RandomStream } from './random.ts';
import { recordIndex } from './record-ids.ts';
import { createdAndWonWithin, stillWon, wonWithin } from './winning-time.ts';
import { createWorld } from './world.ts';
import type { GeneratorOptions, World } from './world.ts';

/** The truth about a contact or an account: for tests, never stored in the org. */
export type CustomerTruth = {
  /** P(an opportunity is won in (at, at + timeframe] | the events until then, and the attention it gets). */
  probability(at: Date, timeframeDays: number): number;
};

type Way = { facts: OpportunityFacts; stages: StageChange[] };

/** Everything from which a contact or account can win; `newADay` is the rate of new opportunities that will be won. */
type Chances = { ways: Way[]; leads: LeadPlan[]; newADay: number };

const stepDays = 1;

/** P(won within the timeframe) of an opportunity that exists at the time. */
function chanceOf({ facts, stages }: Way, atMs: number, days: number): number {
  const current = stages.findLast((change) => change.atMs <= atMs);
  const stage = openStages.findIndex((one) => one === current?.stage);
  // It does not exist yet, or is closed.
  if (stage < 0) return 0;
  return stillWon(stage, winProbability(facts)) * wonWithin(stage, days);
}

/** P(an open lead is converted, and its opportunity is created and won within the timeframe). */
function chanceOfLead(lead: LeadPlan, atMs: number, days: number): number {
  if (lead.createdMs > atMs || lead.openUntilMs <= atMs) return 0;
  const age = (atMs - lead.createdMs) / dayMs;
  const converts = trueProbability(lead.eventual, age, days);
  const all = convertedBy(age + days) - convertedBy(age);
  if (all <= 0) return 0;
  let wonInTime = 0;
  for (let day = 0; day < days; day += stepDays) {
    const share = (convertedBy(age + day + stepDays) - convertedBy(age + day)) / all;
    wonInTime += share * wonWithin(0, days - day - stepDays / 2);
  }
  const wins = winProbability({ company: lead.identity.company, care: careOfLead(lead) });
  return converts * opportunityShare * wins * wonInTime;
}

const toTruth = ({ ways, leads, newADay }: Chances): CustomerTruth => ({
  probability(at, days) {
    const atMs = at.getTime();
    const known = [
      ...ways.map((way) => chanceOf(way, atMs, days)),
      ...leads.map((lead) => chanceOfLead(lead, atMs, days)),
    ];
    const none = known.reduce((product, chance) => product * (1 - chance), 1);
    return 1 - none * Math.exp(-newADay * createdAndWonWithin(days));
  },
});

const wayOf = (world: World, facts: OpportunityFacts): Way => ({
  facts,
  stages: drawStages(world, opportunityStream(world, facts), facts),
});

/**
 * The truth of every contact and account of the org that these options generate. Opportunities that leads bring which
 * have not registered yet are left out: they are about a fiftieth.
 */
export function customerTruths(options: GeneratorOptions): {
  account(accountId: string): CustomerTruth | undefined;
  contact(contactId: string): CustomerTruth | undefined;
} {
  const world = createWorld(options);
  const accounts = new Map<number, Chances>();
  const contacts = new Map<number, Chances>();
  const chancesOf = (all: Map<number, Chances>, index: number): Chances => {
    const chances = all.get(index) ?? { ways: [], leads: [], newADay: 0 };
    all.set(index, chances);
    return chances;
  };
  for (let index = 0; index < world.accounts; index += 1) addCustomerChances(index);
  for (let index = 0; index < world.leads; index += 1) addLeadChances(planLead(world, index));
  const find =
    (object: 'Account' | 'Contact', all: Map<number, Chances>) =>
    (id: string): CustomerTruth | undefined => {
      const chances = all.get(recordIndex(object, id) ?? -1);
      return chances && toTruth(chances);
    };
  return { account: find('Account', accounts), contact: find('Contact', contacts) };

  function addCustomerChances(index: number): void {
    const { company } = planAccount(world, index);
    const care = drawCare(new RandomStream(world.seed, 'customer', index));
    const days = (world.endMs - world.startMs) / dayMs;
    const newADay = (opportunitiesPerCustomer * winProbability({ company, care })) / days;
    const people = planContactsOf(world, index);
    chancesOf(accounts, index).newADay = newADay;
    for (const contact of people) chancesOf(contacts, contact.index).newADay = newADay / people.length;
    for (const facts of planCustomerOpportunities(world, index)) addWay(facts);
  }

  function addLeadChances(lead: LeadPlan): void {
    const { matched, employer, outcome } = lead;
    const account = matched?.account ?? employer?.account;
    if (account !== undefined) chancesOf(accounts, account).leads.push(lead);
    if (matched !== undefined) chancesOf(contacts, matched.contact).leads.push(lead);
    if (outcome.kind !== 'converted') return;
    chancesOf(accounts, outcome.account);
    chancesOf(contacts, outcome.contact);
    const facts = opportunityOfConversion(lead, outcome);
    if (facts !== undefined) addWay(facts);
  }

  function addWay(facts: OpportunityFacts): void {
    const way = wayOf(world, facts);
    chancesOf(accounts, facts.accountIndex).ways.push(way);
    chancesOf(contacts, facts.contactIndex).ways.push(way);
  }
}
