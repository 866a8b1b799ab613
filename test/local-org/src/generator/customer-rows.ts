import { storedDate, workingTime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import { addActivity } from './activity-rows.ts';
import type { Activity, ActivityKind } from './activity-rows.ts';
import { writtenAccountName } from './company-names.ts';
import { planCustomerOpportunities } from './customer-opportunities.ts';
import { drawCare, planAccount, planContactsOf } from './customer-plan.ts';
import type { ContactPlan, StoredCompany } from './customer-plan.ts';
import { addIndividual } from './individual-rows.ts';
import { addOpportunity } from './opportunity-rows.ts';
import { RandomStream } from './random.ts';
import { recordId } from './record-ids.ts';
import type { RowBatch } from './row-batch.ts';
import { systemFields } from './system-fields.ts';
import type { World } from './world.ts';

export type AccountFacts = {
  index: number;
  name: string;
  stored: StoredCompany;
  type: string;
  phone?: string;
  createdMs: number;
  by: string;
  lastActivityMs?: number;
};

export function addAccountRow(batch: RowBatch, account: AccountFacts): void {
  const { stored, by, createdMs, lastActivityMs } = account;
  batch.add('Account', {
    Id: recordId('Account', account.index),
    Name: account.name,
    Type: account.type,
    Industry: stored.industry ?? null,
    NumberOfEmployees: stored.employees ?? null,
    AnnualRevenue: stored.annualRevenue ?? null,
    BillingCity: stored.city ?? null,
    BillingCountry: stored.country ?? null,
    Website: stored.website ?? null,
    Phone: account.phone ?? null,
    OwnerId: by,
    LastActivityDate: lastActivityMs === undefined ? null : storedDate(lastActivityMs),
    ...systemFields({ atMs: createdMs, by }),
  });
}

export type ContactFacts = {
  index: number;
  accountIndex: number;
  person: { firstName: string; lastName: string };
  email?: string;
  title?: string;
  department?: string;
  phone?: string;
  mobilePhone?: string;
  leadSource?: string;
  stored: StoredCompany;
  individualIndex?: number;
  createdMs: number;
  by: string;
  lastActivityMs?: number;
};

export function addContactRow(batch: RowBatch, contact: ContactFacts): void {
  const { person, stored, by, createdMs, individualIndex, lastActivityMs } = contact;
  batch.add('Contact', {
    Id: recordId('Contact', contact.index),
    AccountId: recordId('Account', contact.accountIndex),
    FirstName: person.firstName,
    LastName: person.lastName,
    Name: `${person.firstName} ${person.lastName}`,
    Email: contact.email ?? null,
    Title: contact.title ?? null,
    Department: contact.department ?? null,
    Phone: contact.phone ?? null,
    MobilePhone: contact.mobilePhone ?? null,
    MailingCity: stored.city ?? null,
    MailingCountry: stored.country ?? null,
    LeadSource: contact.leadSource ?? null,
    IndividualId: individualIndex === undefined ? null : recordId('Individual', individualIndex),
    IsEmailBounced: 0,
    HasOptedOutOfEmail: 0,
    HasOptedOutOfFax: 0,
    DoNotCall: 0,
    OwnerId: by,
    LastActivityDate: lastActivityMs === undefined ? null : storedDate(lastActivityMs),
    ...systemFields({ atMs: createdMs, by }),
  });
}

const activityKinds: readonly { value: ActivityKind; weight: number }[] = [
  { value: 'call', weight: 35 },
  { value: 'email', weight: 35 },
  { value: 'reply', weight: 20 },
  { value: 'meeting', weight: 10 },
];

/** Activities with customers over the whole period, more with those that get attention. */
function drawCareActivities(world: World, random: RandomStream, care: number, utcOffsetHours: number): Activity[] {
  const months = (world.endMs - world.startMs) / (30 * dayMs);
  const activities: Activity[] = [];
  for (let count = random.poisson(0.07 * months * Math.exp(0.8 * care)); count > 0; count -= 1) {
    const atMs = workingTime(random.between(world.startMs, world.endMs), utcOffsetHours);
    const kind = random.weighted(activityKinds);
    if (atMs < world.endMs) activities.push({ kind, atMs });
  }
  return activities.sort((one, other) => one.atMs - other.atMs);
}

function addCustomerContact(
  batch: RowBatch,
  world: World,
  { contact, activities, random }: { contact: ContactPlan; activities: Activity[]; random: RandomStream },
) {
  const { account, person, createdMs } = contact;
  const by = account.owner.id;
  const individualIndex = contact.individual === undefined ? undefined : world.leads + contact.index;
  if (contact.individual !== undefined && individualIndex !== undefined) {
    addIndividual(batch, { index: individualIndex, person, flags: contact.individual, atMs: createdMs, by });
  }
  addContactRow(batch, {
    ...{ index: contact.index, accountIndex: account.index, person, email: person.email, title: contact.title },
    ...{ department: contact.department, phone: contact.phone, mobilePhone: contact.mobilePhone },
    ...{ stored: account.stored, individualIndex, createdMs, by, lastActivityMs: activities.at(-1)?.atMs },
  });
  const relation = { who: recordId('Contact', contact.index), account: recordId('Account', account.index), owner: by };
  for (const activity of activities) addActivity(batch, random, { activity, relation, endMs: world.endMs });
}

/** Writes an account from before the first lead with its contacts, activities and opportunities. */
export function addCustomer(batch: RowBatch, world: World, index: number): void {
  const random = new RandomStream(world.seed, 'customer', index);
  const account = planAccount(world, index);
  const care = drawCare(random);
  const contacts = planContactsOf(world, index);
  const offset = account.owner.timeZone.utcOffsetHours;
  const cared = contacts.map((contact) => ({ contact, activities: drawCareActivities(world, random, care, offset) }));
  addAccountRow(batch, {
    ...{ index, name: writtenAccountName(new RandomStream(world.seed, 'account-name', index), account.company) },
    ...{ stored: account.stored, type: account.type, phone: account.phone },
    ...{ createdMs: account.createdMs, by: account.owner.id },
    lastActivityMs: cared
      .flatMap(({ activities }) => activities.map(({ atMs }) => atMs))
      .sort((a, b) => a - b)
      .at(-1),
  });
  for (const { contact, activities } of cared) addCustomerContact(batch, world, { contact, activities, random });
  for (const opportunity of planCustomerOpportunities(world, index)) addOpportunity(batch, world, opportunity);
}
