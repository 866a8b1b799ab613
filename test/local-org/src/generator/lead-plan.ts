import { daytime, registrationTime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import { drawIndividual, drawStoredCompany, planAccount } from './customer-plan.ts';
import type { ContactPlan, IndividualFlags, StoredCompany } from './customer-plan.ts';
import { identifyLead } from './lead-identity.ts';
import type { LeadIdentity } from './lead-identity.ts';
import { drawRegistration } from './lead-registration.ts';
import type { Registration } from './lead-registration.ts';
import { closingTiming, conversionTiming, drawDays } from './outcome-timing.ts';
import { drawPhone } from './person.ts';
import { RandomStream } from './random.ts';
import { effectOf, effectTables, employeeBand, missingShare } from './static-effects.ts';
import { chooseOwner } from './user-plan.ts';
import type { UserPlan } from './user-plan.ts';
import { titleOf } from './vocabulary.ts';
import { drawVisits, effectOfVisits } from './lead-visits.ts';
import type { World } from './world.ts';

/** The contact and the account that the lead's e-mail address leads to when it registers. */
export type MatchedContact = {
  contact: number;
  account: number;
  title?: string;
  company: StoredCompany;
  /** Set where the contact is one of the customers from before the first lead. */
  customer?: ContactPlan;
};

/** The account of the company that the person works for. */
export type EmployerAccount = { account: number; company: StoredCompany };

export type LeadOutcome =
  | { kind: 'open' }
  | { kind: 'closed'; atMs: number }
  | { kind: 'converted'; atMs: number; contact: number; account: number; createsOpportunity: boolean };

export type Conversion = Extract<LeadOutcome, { kind: 'converted' }>;

/** All facts of a lead, including the latent variables (`intent`, `eventual`). */
export type LeadPlan = {
  index: number;
  identity: LeadIdentity;
  createdMs: number;
  /** Until when the lead was open: its outcome, or the end of the period. */
  openUntilMs: number;
  owner: UserPlan;
  email?: string;
  title?: string;
  phone?: string;
  mobilePhone?: string;
  company: StoredCompany;
  registration: Registration;
  /** Pages that were viewed before the registration; none in an org without website events. */
  visits: string[];
  matched?: MatchedContact;
  /** The account of the lead's company when it registers. */
  employer?: EmployerAccount;
  /** The Individual of the person, by its number. */
  individual?: { index: number; flags: IndividualFlags };
  /** Standard normal purchase intent. Never stored. */
  intent: number;
  /** Probability of ever converting. Never stored. */
  eventual: number;
  outcome: LeadOutcome;
};

/** Logit of the conversion probability of a lead with average fields and intent. */
const intercept = -2.5;
const intentWeight = 0.7;
/** How many conversions create an opportunity. */
export const opportunityShare = 0.78;
const overlookedShare = 0.05;
const shortestWaitMs = 20 * 60_000;

function matchContact(
  world: World,
  identity: LeadIdentity,
  index: number,
  createdMs: number,
): MatchedContact | undefined {
  const { contact } = identity;
  if (contact !== undefined) {
    const account = contact.account;
    return {
      contact: contact.index,
      account: account.index,
      title: contact.title,
      company: account.stored,
      customer: contact,
    };
  }
  if (identity.root === index) return undefined;
  const first = planLead(world, identity.root);
  if (first.outcome.kind !== 'converted' || first.outcome.atMs >= createdMs || first.email === undefined)
    return undefined;
  return { ...first.outcome, title: first.title, company: first.company };
}

/** The account of the company of a lead at a time; undefined where it has none then. */
export function employerAccount(world: World, { employer }: LeadIdentity, atMs: number): EmployerAccount | undefined {
  if (employer.kind === 'new') return undefined;
  if (employer.kind === 'customer') {
    return { account: employer.account, company: planAccount(world, employer.account).stored };
  }
  const { outcome, company } = planLead(world, employer.root);
  return outcome.kind === 'converted' && outcome.atMs < atMs ? { account: outcome.account, company } : undefined;
}

function eventualProbability(
  plan: Pick<LeadPlan, 'identity' | 'title' | 'company' | 'matched' | 'employer' | 'registration' | 'intent'> & {
    /** The logit of the website events; 0 in an org without them. */
    ofEvents: number;
  },
) {
  const { company, matched, employer, registration } = plan;
  const account = matched?.company ?? employer?.company;
  const rank = (plan.title ?? matched?.title) === undefined ? undefined : plan.identity.person.rank;
  const logit =
    intercept +
    intentWeight * plan.intent +
    plan.ofEvents +
    effectOf(effectTables.title, rank) +
    effectOf(effectTables.leadSource, registration.leadSource) +
    effectOf(effectTables.industry, company.industry ?? account?.industry) +
    effectOf(effectTables.employees, employeeBand(company.employees ?? account?.employees)) +
    effectOf(effectTables.productInterest, registration.productInterest) +
    effectOf(effectTables.country, company.country ?? account?.country) +
    effectOf(effectTables.existingContact, matched === undefined ? 'no' : 'yes');
  return 1 / (1 + Math.exp(-logit));
}

/** Contacts bring their Individual; others get one with their first lead. */
function planIndividual(world: World, { contact, root }: LeadIdentity): LeadPlan['individual'] {
  const index = contact === undefined ? root : world.leads + contact.index;
  const flags =
    contact === undefined ? drawIndividual(new RandomStream(world.seed, 'individual', root)) : contact.individual;
  return flags === undefined ? undefined : { index, flags };
}

/** Who converts a lead of a known company as a rule takes its account, and now and then overlooks it. */
function accountOfConversion(world: World, { identity, index }: Undecided, atMs: number): number {
  const isOverlooked = new RandomStream(world.seed, 'overlooked', index).chance(overlookedShare);
  const known = isOverlooked ? undefined : employerAccount(world, identity, atMs);
  return known?.account ?? world.accounts + index;
}

type Undecided = Pick<LeadPlan, 'index' | 'identity' | 'createdMs' | 'owner' | 'eventual' | 'matched'>;

function decideOutcome(world: World, lead: Undecided): LeadOutcome {
  const random = new RandomStream(world.seed, 'outcome', lead.index);
  const converts = random.chance(lead.eventual);
  const days = drawDays(converts ? conversionTiming : closingTiming, random);
  const createsOpportunity = random.chance(opportunityShare);
  if (days === undefined) return { kind: 'open' };
  const time = daytime(lead.createdMs + days * dayMs, lead.owner.timeZone.utcOffsetHours);
  const atMs = Math.max(time, lead.createdMs + shortestWaitMs);
  if (atMs >= world.endMs) return { kind: 'open' };
  if (!converts) return { kind: 'closed', atMs };
  const contact = lead.matched?.contact ?? world.contacts + lead.index;
  const account = lead.matched?.account ?? accountOfConversion(world, lead, atMs);
  return { kind: 'converted', atMs, contact, account, createsOpportunity };
}

/** Draws a lead from its own streams: any lead can be planned alone, in any order. */
export function planLead(world: World, index: number): LeadPlan {
  const random = new RandomStream(world.seed, 'lead', index);
  const createdMs = registrationTime(world.calendar, (index + random.unit()) / world.leads);
  const identity = identifyLead(world, index);
  const { person } = identity;
  const intent = random.normal();
  const email = random.chance(0.03) ? undefined : person.email;
  const title = random.chance(missingShare(effectTables.title)) ? undefined : titleOf(person.rank, person.department);
  const company = drawStoredCompany(random, identity.company);
  const country = identity.company.country;
  const phone = random.chance(1 / (1 + Math.exp(-1 - 0.4 * intent))) ? drawPhone(random, country) : undefined;
  const mobilePhone = random.chance(1 / (1 + Math.exp(0.3 - 0.3 * intent))) ? drawPhone(random, country) : undefined;
  const owner = chooseOwner(world, random, country);
  const registration = drawRegistration(random, intent);
  const matched = email === undefined ? undefined : matchContact(world, identity, index, createdMs);
  const employer = employerAccount(world, identity, createdMs);
  const { landingPage } = registration;
  const visits = world.events === undefined ? [] : drawVisits(world, index, { intent, landingPage });
  const ofEvents = world.events === undefined ? 0 : effectOfVisits(visits, landingPage);
  const known = { identity, title, company, matched, employer, registration, intent };
  const eventual = eventualProbability({ ...known, ofEvents });
  const outcome = decideOutcome(world, { index, identity, createdMs, owner, eventual, matched });
  return {
    ...{
      index,
      identity,
      createdMs,
      owner,
      email,
      title,
      phone,
      mobilePhone,
      company,
      registration,
      visits,
      matched,
      employer,
    },
    ...{ intent, eventual, outcome },
    openUntilMs: outcome.kind === 'open' ? world.endMs : outcome.atMs,
    individual: planIndividual(world, identity),
  };
}
