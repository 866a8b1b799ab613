import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';
import type { Circle } from './circle.ts';
import type { Engagement } from './engagement.ts';
import { daysSince } from './observed.ts';
import type { Observed } from './observed.ts';
import type { Opportunities } from './opportunities.ts';
import type { People } from './people.ts';
import type { FeatureValue } from './profile.ts';
import { idOf, timeOf } from './raw-facts.ts';
import type { Row } from './raw-facts.ts';

type Parts = { people: People; circle: Circle; opportunities: Opportunities; engagement: Engagement };

const recent = (leads: readonly Row[], ms: number): number =>
  leads.filter((lead) => timeOf(lead) > ms - 14 * DAY_MS).length;

/** F6: how many leads a lead's person has, by the contact and by the address, and the role of the contact. */
function ofLead({ people, opportunities }: Parts, { row, ms }: Observed): Record<string, FeatureValue> {
  const contact = people.contactOf(row, ms);
  const address = people.addressAt(row, ms);
  const leads = people.leads.filter(
    (lead) =>
      people.existsAt(lead, ms) &&
      ((contact !== undefined && people.contactOf(lead, ms) === contact) ||
        (address !== undefined && people.addressAt(lead, ms) === address)),
  );
  const isKnown = contact !== undefined || address !== undefined;
  return {
    contact_role: contact && opportunities.newestRole((role) => role['ContactId'] === contact['Id'], ms),
    leads_of_person: isKnown ? leads.length : undefined,
    leads_of_person_14_days: isKnown ? recent(leads, ms) : undefined,
  };
}

function ofOpportunities({ opportunities }: Parts, own: readonly Row[], ms: number): Record<string, FeatureValue> {
  const created = own.map((one) => timeOf(one));
  return {
    opportunities: own.length,
    open_opportunities: own.filter((one) => opportunities.isOpen(one, ms)).length,
    days_since_opportunity: daysSince(created, ms),
  };
}

function ofContact(parts: Parts, { row, ms }: Observed): Record<string, FeatureValue> {
  const { people, opportunities } = parts;
  const leads = people.leadsOfContact(row, ms);
  return {
    ...ofOpportunities(parts, opportunities.ofContact(row, ms), ms),
    contact_role: opportunities.newestRole((role) => role['ContactId'] === row['Id'], ms),
    leads_of_person: leads.length,
    leads_of_person_14_days: recent(leads, ms),
  };
}

function ofAccount(parts: Parts, { row, ms, goal }: Observed): Record<string, FeatureValue> {
  const { people, circle, opportunities, engagement } = parts;
  const leads = people.leadsOfAccount(row, ms).filter((lead) => !people.isOptedOut(lead));
  const own = opportunities.ofAccount(row, ms);
  const ids = new Set(own.map(idOf));
  // Of any contact, also one of another account, but none who opted out.
  const optedOut = new Set(people.contacts.filter(people.isOptedOut).map(idOf));
  const isOfAccount = (role: Row): boolean =>
    ids.has(String(role['OpportunityId'])) && !optedOut.has(String(role['ContactId']));
  const since = ms - 90 * DAY_MS;
  const active = circle.personsOf({ row, ms, goal }).filter((person) => engagement.isActive(person, { since, ms }));
  // Records of one address are one person.
  const nameOf = (person: Row): string => people.addressAt(person, ms) ?? idOf(person);
  return {
    ...ofOpportunities(parts, own, ms),
    contact_role: opportunities.newestRole(isOfAccount, ms),
    contacts: circle.contactsOf(row, ms).length,
    open_leads: circle.openLeads(leads, ms).length,
    qualified_leads: circle.qualifiedLeads(leads, ms, goal).length,
    active_people_90_days: engagement.isRecorded(ms) ? new Set(active.map(nameOf)).size : undefined,
    leads_of_people: leads.length,
    leads_of_people_14_days: recent(leads, ms),
  };
}

/** Leads, people and opportunities of a record. */
export function relatedRecords(parts: Parts, observed: Observed): Record<string, FeatureValue> {
  if (observed.goal.object === 'Lead') return ofLead(parts, observed);
  return observed.goal.object === 'Contact' ? ofContact(parts, observed) : ofAccount(parts, observed);
}
