import { namesakeOf } from './company-names.ts';
import { planAccount, planContact } from './customer-plan.ts';
import type { ContactPlan } from './customer-plan.ts';
import { drawCompany, drawPerson } from './person.ts';
import type { Company } from './company-names.ts';
import type { Person } from './person.ts';
import { RandomStream } from './random.ts';
import type { World } from './world.ts';

/** Whose company a new person works for: one that no record is of, a customer, or that of an earlier lead. */
export type Employer = { kind: 'new' } | { kind: 'customer'; account: number } | { kind: 'lead'; root: number };

/**
 * Who registers: a new person, an existing contact, or a person who registered before. `root` is the first lead of
 * this person.
 */
export type LeadIdentity = {
  root: number;
  person: Person;
  company: Company;
  employer: Employer;
  contact?: ContactPlan;
};

const contactShare = 0.08;
const againShare = 0.07;
const typicalReach = 0.03;
/** How many new persons work for a customer, for the company of an earlier lead, and for a namesake of a customer. */
const employerShares = { customer: 0.08, lead: 0.04, namesake: 0.002 };
const employerReach = 0.2;
/** How many colleagues register with an address that says nothing about their company. */
const freeMailShare = 0.08;

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

/** The employer of the person who first registered with this lead, from a stream of its own. */
function drawEmployer(world: World, root: number): { employer: Employer; namesake?: number } {
  const random = new RandomStream(world.seed, 'employer', root);
  const choice = random.unit();
  const { customer, lead, namesake } = employerShares;
  if (choice < customer) return { employer: { kind: 'customer', account: random.below(world.accounts) } };
  const colleague = root - 1 - Math.floor(random.exponential(Math.max(3, world.leads * employerReach)));
  if (choice < customer + lead && colleague >= 0 && drawKind(world, colleague).kind === 'new') {
    if (drawEmployer(world, colleague).employer.kind === 'new') return { employer: { kind: 'lead', root: colleague } };
  }
  const isNamesake = choice >= customer + lead && choice < customer + lead + namesake;
  return { employer: { kind: 'new' }, ...(isNamesake && { namesake: random.below(world.accounts) }) };
}

/** The numbers of leads' companies are odd, those of customers even. */
const ownCompany = (world: World, root: number, random = new RandomStream(world.seed, 'person', root)): Company =>
  drawCompany(random, 2 * root + 1);

function companyOf(world: World, root: number, own: Company): { company: Company; employer: Employer } {
  const { employer, namesake } = drawEmployer(world, root);
  if (employer.kind === 'customer') return { employer, company: planAccount(world, employer.account).company };
  if (employer.kind === 'lead')
    return { employer, company: companyOf(world, employer.root, ownCompany(world, employer.root)).company };
  return { employer, company: namesake === undefined ? own : namesakeOf(own, planAccount(world, namesake).company) };
}

/** The person and the company of a lead, before missing values are applied. */
export function identifyLead(world: World, index: number): LeadIdentity {
  const kind = drawKind(world, index);
  const root = kind.kind === 'again' ? kind.root : index;
  const rootKind = kind.kind === 'again' ? drawKind(world, root) : kind;
  if (rootKind.kind === 'contact') {
    const contact = planContact(world, rootKind.contact);
    const employer: Employer = { kind: 'customer', account: contact.account.index };
    return { root, person: contact.person, company: contact.account.company, employer, contact };
  }
  const random = new RandomStream(world.seed, 'person', root);
  const own = ownCompany(world, root, random);
  const { company, employer } = companyOf(world, root, own);
  const person = drawPerson(random, company, root.toString(36));
  const isPrivate = employer.kind !== 'new' && new RandomStream(world.seed, 'address', root).chance(freeMailShare);
  const email = isPrivate ? person.email.replace(/@.*/, '@gmail.com') : person.email;
  return { root, person: { ...person, email }, company, employer };
}
