import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { aliases, sourceChangeJoin, sourceChangeRelation } from './field-history-sql.ts';
import { leadLinkRelations } from './link-sql.ts';
import { peopleRelations } from './people-sql.ts';
import { has, isJoined } from './present-rows.ts';
import type { Relations } from './sql-text.ts';

/** How the rows of one scored object are joined to related records, in a query over `snapshot s`. */
export type Subject = {
  own: ProfileSource;
  /** The alias of the scored record: `l`, `c` or `a`. */
  alias: (typeof aliases)[ProfileSource];
  /** The relations that the joins and `people` need. */
  relations: Relations;
  /** `people(record_id, as_of, who_id, object, since, person)`: the people whose activities count for the record. */
  people: Relations;
  /** The ids of the lead, contact and account of each row: `record_id, as_of, known_at, lead_id, contact_id, account_id`. */
  links: string;
  /** Joins the lead `l`, the contact `c` and the account `a` of a row. */
  joins: string;
};

/**
 * A conversion moves the activities of a lead to the contact, which may have had activities of its own, so of those only
 * the ones since the lead's creation count.
 */
const peopleOfLead = (plan: SourcePlan): Relations => [
  [
    'people',
    `SELECT record_id, as_of, record_id AS who_id, 'Lead' AS object, NULL::BIGINT AS since, record_id AS person
     FROM snapshot
     ${has(plan, 'converted lead') ? contactOfLead : ''}`,
  ],
];

const contactOfLead = `UNION ALL
     SELECT s.record_id, s.as_of, l.converted_contact_id, 'Contact', l.created_date, l.id
     FROM snapshot s JOIN lead l ON l.id = s.record_id WHERE l.converted_contact_id IS NOT NULL`;

const leadSubject = (plan: SourcePlan): Subject => ({
  own: 'lead',
  alias: 'l',
  relations: leadLinkRelations(plan),
  people: peopleOfLead(plan),
  links: 'lead_link_as_of',
  joins: `JOIN lead_link_as_of k ON k.record_id = s.record_id AND k.as_of = s.as_of
    JOIN lead l ON l.id = k.lead_id
    ${isJoined(plan, 'contact') ? 'LEFT JOIN contact c ON c.id = k.contact_id' : ''}
    ${isJoined(plan, 'account') ? 'LEFT JOIN account a ON a.id = k.account_id' : ''}`,
});

/** Contacts and accounts always need their people, because the profile's lead is one of them. */
const linkedSubject = (plan: SourcePlan, own: 'contact' | 'account'): Subject => ({
  own,
  alias: aliases[own],
  relations: peopleRelations(plan, own),
  people: [],
  links: 'profile_link',
  joins: `JOIN profile_link k ON k.record_id = s.record_id AND k.as_of = s.as_of
    ${isJoined(plan, 'lead') ? 'LEFT JOIN lead l ON l.id = k.lead_id' : ''}
    ${isJoined(plan, 'contact') ? 'LEFT JOIN contact c ON c.id = k.contact_id' : ''}
    ${isJoined(plan, 'account') ? 'LEFT JOIN account a ON a.id = k.account_id AND a.created_date <= s.as_of' : ''}`,
});

export function subjectOf(plan: SourcePlan): Subject {
  const own = ownSource[plan.goal.object];
  const subject = own === 'lead' ? leadSubject(plan) : linkedSubject(plan, own);
  if (plan.goal.mergePolicy !== 'Most recently changed') return subject;
  return {
    ...subject,
    relations: [...subject.relations, sourceChangeRelation(subject.joins)],
    joins: `${subject.joins}\n${sourceChangeJoin}`,
  };
}
