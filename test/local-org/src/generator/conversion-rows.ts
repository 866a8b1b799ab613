import { addActivity } from './activity-rows.ts';
import type { Activity, ActivityKind } from './activity-rows.ts';
import { workingTime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import { addAccountRow, addContactRow } from './customer-rows.ts';
import type { Conversion, LeadPlan } from './lead-plan.ts';
import { opportunityOfConversion } from './conversion-opportunity.ts';
import { addOpportunity } from './opportunity-rows.ts';
import { RandomStream } from './random.ts';
import { recordId } from './record-ids.ts';
import type { RowBatch } from './row-batch.ts';
import type { World } from './world.ts';
import { hourMs } from '../calendar.ts';

const kinds = ['call', 'email', 'reply', 'meeting'] as const satisfies readonly ActivityKind[];

/** Activities of the weeks after the conversion, none of which may count for the lead. */
function drawLaterActivities(world: World, random: RandomStream, lead: LeadPlan, fromMs: number): Activity[] {
  const activities: Activity[] = [];
  for (let count = random.poisson(1.6); count > 0; count -= 1) {
    const time = fromMs + random.exponential(15) * dayMs;
    const atMs = Math.max(fromMs + hourMs, workingTime(time, lead.owner.timeZone.utcOffsetHours));
    const kind = random.pick(kinds);
    if (atMs < world.endMs) activities.push({ kind, atMs });
  }
  return activities.sort((one, other) => one.atMs - other.atMs);
}

function addNewCustomer(
  batch: RowBatch,
  world: World,
  { lead, conversion, lastActivityMs }: { lead: LeadPlan; conversion: Conversion; lastActivityMs: number },
): void {
  const { identity, company, owner, registration } = lead;
  const by = owner.id;
  const createdMs = conversion.atMs;
  if (conversion.account === world.accounts + lead.index) {
    addAccountRow(batch, {
      ...{ index: conversion.account, name: identity.company.name, stored: company, type: 'Prospect' },
      ...{ phone: lead.phone, createdMs, by, lastActivityMs },
    });
  }
  addContactRow(batch, {
    ...{ index: conversion.contact, accountIndex: conversion.account, person: identity.person, email: lead.email },
    ...{ title: lead.title, phone: lead.phone, mobilePhone: lead.mobilePhone, leadSource: registration.leadSource },
    ...{ stored: company, individualIndex: lead.individual?.index, createdMs, by, lastActivityMs },
  });
}

/** Writes what a conversion created: account and contact where none matched, perhaps an opportunity, and what followed. */
export function addConversion(batch: RowBatch, world: World, lead: LeadPlan, conversion: Conversion): void {
  const random = new RandomStream(world.seed, 'conversion', lead.index);
  const later = drawLaterActivities(world, random, lead, conversion.atMs);
  if (lead.matched === undefined) {
    addNewCustomer(batch, world, { lead, conversion, lastActivityMs: later.at(-1)?.atMs ?? conversion.atMs });
  }
  const facts = opportunityOfConversion(lead, conversion);
  const opportunity = facts && recordId('Opportunity', facts.index);
  if (facts) addOpportunity(batch, world, facts);
  const relation = {
    who: recordId('Contact', conversion.contact),
    what: opportunity,
    account: recordId('Account', conversion.account),
    owner: lead.owner.id,
  };
  for (const activity of later) addActivity(batch, random, { activity, relation, endMs: world.endMs });
}
