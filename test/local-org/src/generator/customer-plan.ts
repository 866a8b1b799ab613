import { dayMs } from '../calendar.ts';
import { namesakeOf, subsidiaryOf } from './company-names.ts';
import { drawCompany, drawPerson, drawPhone } from './person.ts';
import type { Company } from './company-names.ts';
import type { Person } from './person.ts';
import { RandomStream } from './random.ts';
import { effectTables, missingShare } from './static-effects.ts';
import { titleOf } from './vocabulary.ts';
import { chooseOwner } from './user-plan.ts';
import type { UserPlan } from './user-plan.ts';
import type { World } from './world.ts';

/** The facts of a company that the org stores; undefined where it has a missing value. */
export type StoredCompany = {
  industry?: string;
  employees?: number;
  country?: string;
  city?: string;
  annualRevenue?: number;
  website?: string;
};

export type AccountPlan = {
  index: number;
  company: Company;
  stored: StoredCompany;
  type: string;
  phone?: string;
  createdMs: number;
  owner: UserPlan;
};

export type ContactPlan = {
  index: number;
  account: AccountPlan;
  person: Person;
  title?: string;
  department?: string;
  phone?: string;
  mobilePhone?: string;
  createdMs: number;
  individual?: IndividualFlags;
};

/** The privacy settings of a person; undefined if the org has no Individual for the person. */
export type IndividualFlags = { dontProfile: boolean; dontProcess: boolean; forget: boolean };

const yearMs = 365 * dayMs;

/** A few people have an Individual, and a few of these have opted out. */
export function drawIndividual(random: RandomStream): IndividualFlags | undefined {
  const has = random.chance(0.04);
  const choice = random.unit();
  if (!has) return undefined;
  return {
    dontProfile: choice < 0.2,
    dontProcess: choice >= 0.2 && choice < 0.32,
    forget: choice >= 0.32 && choice < 0.4,
  };
}

/** The facts of a company that the org stores, some of them missing. */
export function drawStoredCompany(random: RandomStream, company: Company): StoredCompany {
  const present = <T>(value: T, hole: number): T | undefined => (random.chance(hole) ? undefined : value);
  return {
    industry: present(company.industry, missingShare(effectTables.industry)),
    employees: present(company.employees, missingShare(effectTables.employees)),
    country: present(company.country, missingShare(effectTables.country)),
    city: present(company.city, 0.2),
    annualRevenue: present(company.annualRevenue, 0.4),
    website: present(`https://www.${company.domain}`, 0.35),
  };
}

/** How many accounts have the name of another one, and how many belong to its group and share its web site. */
const kinship = { namesake: 0.015, subsidiary: 0.015 };

/** The numbers of customers' companies are even, those of leads odd. */
const companyNumber = (account: number): number => 2 * account;

/** The company of an account, which may be a namesake or a subsidiary of the account before it. */
function relateCompany(world: World, index: number, company: Company): Company {
  const kind = (of: number): number => new RandomStream(world.seed, 'kinship', of).unit();
  const own = kind(index);
  if (index === 0 || own >= kinship.namesake + kinship.subsidiary) return company;
  if (kind(index - 1) < kinship.namesake + kinship.subsidiary) return company;
  const before = drawCompany(new RandomStream(world.seed, 'account', index - 1), companyNumber(index - 1));
  return own < kinship.namesake ? namesakeOf(company, before) : subsidiaryOf(company, before);
}

/** A customer's account, older than the first lead. */
export function planAccount(world: World, index: number): AccountPlan {
  const random = new RandomStream(world.seed, 'account', index);
  const company = relateCompany(world, index, drawCompany(random, companyNumber(index)));
  return {
    index,
    company,
    stored: drawStoredCompany(random, company),
    type: random.weighted([
      { value: 'Customer - Direct', weight: 60 },
      { value: 'Prospect', weight: 25 },
      { value: 'Customer - Channel', weight: 10 },
      { value: 'Other', weight: 5 },
    ]),
    phone: random.chance(0.8) ? drawPhone(random, company.country) : undefined,
    createdMs: Math.floor(world.startMs - random.between(0.05, 3) * yearMs),
    owner: chooseOwner(world, random, company.country),
  };
}

/** A customer's contact, older than the first lead. */
export function planContact(world: World, index: number): ContactPlan {
  const random = new RandomStream(world.seed, 'contact', index);
  const account = planAccount(world, index % world.accounts);
  const person = drawPerson(random, account.company, `c${index.toString(36)}`);
  return {
    index,
    account,
    person,
    title: random.chance(0.92) ? titleOf(person.rank, person.department) : undefined,
    department: random.chance(0.7) ? person.department : undefined,
    phone: random.chance(0.8) ? drawPhone(random, account.company.country) : undefined,
    mobilePhone: random.chance(0.5) ? drawPhone(random, account.company.country) : undefined,
    createdMs: Math.floor(account.createdMs + random.unit() * (world.startMs - account.createdMs)),
    individual: drawIndividual(random),
  };
}

/** The contacts of a customer's account. */
export function planContactsOf(world: World, account: number): ContactPlan[] {
  const contacts: ContactPlan[] = [];
  for (let index = account; index < world.contacts; index += world.accounts) contacts.push(planContact(world, index));
  return contacts;
}

/** The attention a customer gets, the first number of its stream: it raises activities and wins. Never stored. */
export const drawCare = (random: RandomStream): number => random.normal();
