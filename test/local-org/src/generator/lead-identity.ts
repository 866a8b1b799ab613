import { planContact } from './customer-plan.ts';
import type { ContactPlan } from './customer-plan.ts';
import { drawCompany, drawPerson } from './person.ts';
import type { Company, Person } from './person.ts';
import { RandomStream } from './random.ts';
import type { World } from './world.ts';

/**
 * Who registers: a new person, an existing contact, or a person who registered before. `root` is the first lead of
 * this person.
 */
export type LeadIdentity = { root: number; person: Person; company: Company; contact?: ContactPlan };

const contactShare = 0.08;
const againShare = 0.07;
const typicalReach = 0.03;

type Draw = { kind: 'new' } | { kind: 'contact'; contact: number } | { kind: 'again'; root: number };

function drawKind(world: World, index: number): Draw {
  const random = new RandomStream(world.seed, 'who', index);
  const choice = random.unit();
  if (choice < contactShare) return { kind: 'contact', contact: random.below(world.contacts) };
  if (choice >= contactShare + againShare) return { kind: 'new' };
  // Most register again soon: the mean distance is 3 % of the leads, about three weeks of two years.
  const root = index - 1 - Math.floor(random.exponential(Math.max(3, world.leads * typicalReach)));
  if (root < 0 || drawKind(world, root).kind === 'again') return { kind: 'new' };
  return { kind: 'again', root };
}

/** The person and the company of a lead, before missing values are applied. */
export function identifyLead(world: World, index: number): LeadIdentity {
  const kind = drawKind(world, index);
  const root = kind.kind === 'again' ? kind.root : index;
  const rootKind = kind.kind === 'again' ? drawKind(world, root) : kind;
  if (rootKind.kind === 'contact') {
    const contact = planContact(world, rootKind.contact);
    return { root, person: contact.person, company: contact.account.company, contact };
  }
  const random = new RandomStream(world.seed, 'person', root);
  const company = drawCompany(random);
  return { root, person: drawPerson(random, company, root.toString(36)), company };
}
