import { drawCare, planAccount, planContactsOf } from './customer-plan.ts';
import type { OpportunityFacts } from './opportunity-plan.ts';
import { RandomStream } from './random.ts';
import type { World } from './world.ts';

/** How many opportunities a customer has over the whole period, on average, and at most. */
export const opportunitiesPerCustomer = 0.7;
const mostOpportunities = 3;

/** The opportunities of a customer from before the first lead: each with one of its contacts, at any time. */
export function planCustomerOpportunities(world: World, index: number): OpportunityFacts[] {
  const random = new RandomStream(world.seed, 'customer-opportunities', index);
  const account = planAccount(world, index);
  const care = drawCare(new RandomStream(world.seed, 'customer', index));
  const contacts = planContactsOf(world, index);
  const count = Math.min(mostOpportunities, random.poisson(opportunitiesPerCustomer));
  return Array.from({ length: count }, (_, number): OpportunityFacts => {
    const contact = random.pick(contacts);
    return {
      index: world.leads + index * mostOpportunities + number,
      name: `${account.company.name}: extension ${number + 1}`,
      company: account.company,
      accountIndex: index,
      contactIndex: contact.index,
      type: 'Existing Customer - Upgrade',
      care,
      createdMs: Math.floor(random.between(world.startMs, world.endMs)),
      owner: account.owner,
      role: contact.person.rank === 'Chief' ? 'Decision Maker' : 'Influencer',
    };
  });
}
