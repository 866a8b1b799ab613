import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { aliases, sourceChangeJoin, sourceChangeRelation } from './field-history-sql.ts';
import { peopleRelations } from './people-sql.ts';
import { firstContactRelation } from './profile-sql.ts';
import type { Relations } from './sql-text.ts';

/** How the rows of one scored object find what belongs to them, in a query over `snap s`. */
export type Subject = {
  own: ProfileSource;
  /** The record itself in a profile's query: `l`, `c` or `a`. */
  alias: (typeof aliases)[ProfileSource];
  /** What the joins and `people` need. */
  relations: Relations;
  /** `people(record_id, as_of, who_id, object, since, person)`: whose activities are the record's. */
  people: Relations;
  /** Names the lead, contact and account of each row: `record_id, as_of, known_at, lead_id` and where known the others. */
  links: string;
  /** Makes the lead `l`, the contact `c` and the account `a` of a row. */
  joins: string;
};

/**
 * Whose activities are a lead's: a conversion moves them to the contact, which may have had its own before, so that
 * only those since the lead's creation count there.
 */
const peopleOfLead: Relations = [
  [
    'people',
    `SELECT record_id, as_of, record_id AS who_id, 'Lead' AS object, NULL::BIGINT AS since, record_id AS person
     FROM snap
     UNION ALL
     SELECT s.record_id, s.as_of, l.converted_contact_id, 'Contact', l.created_date, l.id
     FROM snap s JOIN lead l ON l.id = s.record_id WHERE l.converted_contact_id IS NOT NULL`,
  ],
];

const joinsOfLead = `JOIN lead l ON l.id = s.record_id
    LEFT JOIN first_contact f ON f.email_key = l.email_key AND f.created_date <= s.as_of
    LEFT JOIN contact c ON c.id = f.id
    LEFT JOIN account a ON a.id = f.account_id AND a.created_date <= s.as_of`;

const leadSubject: Subject = {
  own: 'lead',
  alias: 'l',
  relations: [firstContactRelation],
  people: peopleOfLead,
  links: `(SELECT s.record_id, s.as_of, s.known_at, l.id AS lead_id, c.id AS contact_id, a.id AS account_id
    FROM snap s ${joinsOfLead})`,
  joins: joinsOfLead,
};

/** Contacts and accounts know their people in any case: the profile's lead is one of theirs. */
const linkedSubject = (plan: SourcePlan, own: 'contact' | 'account'): Subject => ({
  own,
  alias: aliases[own],
  relations: peopleRelations(plan, own),
  people: [],
  links: 'profile_link',
  joins: `JOIN profile_link k ON k.record_id = s.record_id AND k.as_of = s.as_of
    LEFT JOIN lead l ON l.id = k.lead_id
    LEFT JOIN contact c ON c.id = k.contact_id
    LEFT JOIN account a ON a.id = k.account_id AND a.created_date <= s.as_of`,
});

export function subjectOf(plan: SourcePlan): Subject {
  const own = ownSource[plan.goal.object];
  const subject = own === 'lead' ? leadSubject : linkedSubject(plan, own);
  if (plan.goal.mergePolicy !== 'Most recently changed') return subject;
  return {
    ...subject,
    relations: [...subject.relations, sourceChangeRelation(subject.joins)],
    joins: `${subject.joins}\n${sourceChangeJoin}`,
  };
}
