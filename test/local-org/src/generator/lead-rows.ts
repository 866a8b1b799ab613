import { addActivity } from './activity-rows.ts';
import type { Activity, ActivityRelation } from './activity-rows.ts';
import { storedDate } from './calendar.ts';
import { writtenCompany, writtenSite } from './company-names.ts';
import { addConversion } from './conversion-rows.ts';
import { addMembership } from './campaign-rows.ts';
import { addIndividual } from './individual-rows.ts';
import { drawLeadActivities } from './lead-activities.ts';
import { drawMemberships } from './lead-campaigns.ts';
import { tellLeadStory } from './lead-history.ts';
import type { LeadStory } from './lead-history.ts';
import { planLead } from './lead-plan.ts';
import type { LeadPlan } from './lead-plan.ts';
import { outcomeFields } from './outcome-fields.ts';
import { RandomStream } from './random.ts';
import { recordId } from './record-ids.ts';
import type { RowBatch, StoredRow } from './row-batch.ts';
import { historyFields, systemFields } from './system-fields.ts';
import { addWebEvents } from './web-events.ts';
import type { World } from './world.ts';

function conversionFields({ outcome, index }: LeadPlan): StoredRow {
  const converted = outcome.kind === 'converted' ? outcome : undefined;
  return {
    IsConverted: converted === undefined ? 0 : 1,
    ConvertedDate: converted === undefined ? null : storedDate(converted.atMs),
    ConvertedAccountId: converted === undefined ? null : recordId('Account', converted.account),
    ConvertedContactId: converted === undefined ? null : recordId('Contact', converted.contact),
    ConvertedOpportunityId: converted?.createsOpportunity === true ? recordId('Opportunity', index) : null,
  };
}

/** Some people write their address in capitals. */
function writtenEmail(random: RandomStream, email: string | undefined): string | null {
  const isCapital = random.chance(0.05);
  if (email === undefined) return null;
  return isCapital ? email.charAt(0).toUpperCase() + email.slice(1) : email;
}

function leadRow(world: World, lead: LeadPlan, story: LeadStory, lastActivity: Activity | undefined): StoredRow {
  const random = new RandomStream(world.seed, 'spelling', lead.index);
  const companyRandom = new RandomStream(world.seed, 'company-spelling', lead.index);
  const { person, company: known } = lead.identity;
  const { company, registration, owner } = lead;
  return {
    Id: recordId('Lead', lead.index),
    FirstName: person.firstName,
    LastName: person.lastName,
    Name: `${person.firstName} ${person.lastName}`,
    Title: lead.title ?? null,
    Company: writtenCompany(companyRandom, known),
    Email: writtenEmail(random, lead.email),
    Phone: lead.phone ?? null,
    MobilePhone: lead.mobilePhone ?? null,
    City: company.city ?? null,
    Country: company.country ?? null,
    Website: company.website === undefined ? null : writtenSite(companyRandom, known.domain),
    Industry: company.industry ?? null,
    NumberOfEmployees: company.employees ?? null,
    AnnualRevenue: company.annualRevenue ?? null,
    LeadSource: registration.leadSource ?? null,
    Product_Interest__c: registration.productInterest ?? null,
    Landing_Page__c: registration.landingPage ?? null,
    Website_Visits__c: registration.websiteVisits ?? null,
    Status: story.status,
    OwnerId: owner.id,
    IsUnreadByOwner: 0,
    HasOptedOutOfEmail: random.chance(0.03) ? 1 : 0,
    HasOptedOutOfFax: 0,
    DoNotCall: random.chance(0.02) ? 1 : 0,
    IndividualId: lead.individual === undefined ? null : recordId('Individual', lead.individual.index),
    ...conversionFields(lead),
    ...outcomeFields(world, lead),
    LastActivityDate: lastActivity === undefined ? null : storedDate(lastActivity.atMs),
    ...systemFields({ atMs: lead.createdMs, by: owner.id }, { atMs: story.changedMs, by: owner.id }),
  };
}

function addHistory(batch: RowBatch, world: World, { lead, story }: { lead: LeadPlan; story: LeadStory }): void {
  const leadId = recordId('Lead', lead.index);
  const row = (atMs: number, by: string, field: string, from?: string, to?: string, dataType = 'Text'): void => {
    if (atMs < world.historyFromMs) return;
    batch.addNumbered('LeadHistory', {
      LeadId: leadId,
      Field: field,
      DataType: dataType,
      OldValue: from ?? null,
      NewValue: to ?? null,
      ...historyFields(atMs, by),
    });
  };
  row(lead.createdMs, story.owner.id, 'created');
  for (const { atMs, by, field, from, to, dataType } of story.changes) row(atMs, by, field, from, to, dataType);
}

/** Writes a lead and all that belongs to it: activities, campaigns, history, and what its conversion created. */
export function addLead(batch: RowBatch, world: World, index: number): void {
  const lead = planLead(world, index);
  const leadId = recordId('Lead', index);
  const activities = drawLeadActivities(world, lead);
  const story = tellLeadStory(world, lead, activities);
  const { outcome } = lead;
  if (lead.individual?.index === index) {
    const { person } = lead.identity;
    addIndividual(batch, { ...lead.individual, person, atMs: lead.createdMs, by: lead.owner.id });
  }
  batch.add('Lead', leadRow(world, lead, story, activities.at(-1)));
  addHistory(batch, world, { lead, story });
  // Conversion moves the activities of a lead to its contact.
  const relation: ActivityRelation =
    outcome.kind === 'converted'
      ? {
          who: recordId('Contact', outcome.contact),
          account: recordId('Account', outcome.account),
          owner: lead.owner.id,
        }
      : { who: leadId, owner: lead.owner.id };
  const random = new RandomStream(world.seed, 'activity-text', index);
  for (const activity of activities) addActivity(batch, random, { activity, relation, endMs: world.endMs });
  const contactId = outcome.kind === 'converted' ? relation.who : undefined;
  for (const membership of drawMemberships(world, lead)) {
    addMembership(batch, { membership, leadId, contactId, by: lead.owner.id });
  }
  addWebEvents(batch, world, lead);
  if (outcome.kind === 'converted') addConversion(batch, world, lead, outcome);
}
