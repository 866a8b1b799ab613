import type { Relations } from './sql-text.ts';

/** F11: what a lead or a contact, by its alias, says about being profiled, processed or kept at all. */
export const isUnwilling = (alias: string): string =>
  ['opted_out_profiling', 'opted_out_processing', 'should_forget']
    .map((column) => `coalesce(${alias}.${column}, false)`)
    .join(' OR ');

/** Contacts of people who want none of it. */
export const unwillingRelation: Relations[number] = [
  'unwilling',
  `SELECT DISTINCT id, email_key FROM contact WHERE ${isUnwilling('contact')}`,
];

/** Of the lead `l`: its own person, the contact it became, or a contact or another lead with its e-mail address. */
export const isUnwillingLead = `(${isUnwilling('l')}
  OR coalesce(l.converted_contact_id IN (SELECT id FROM unwilling), false)
  OR coalesce(l.email_key IN (SELECT email_key FROM unwilling WHERE email_key IS NOT NULL), false)
  OR coalesce(l.email_key IN (SELECT email_key FROM unwilling_lead WHERE email_key IS NOT NULL), false))`;

/** Leads of such people, by the contact they became and by address. */
export const unwillingLeadRelation: Relations[number] = [
  'unwilling_lead',
  `SELECT DISTINCT converted_contact_id, email_key FROM lead WHERE ${isUnwilling('lead')}`,
];

/** Of the contact `c`: its own person, another contact or a lead with its address, or a lead that became it. */
export const isUnwillingContact = `(${isUnwilling('c')}
  OR coalesce(c.email_key IN (SELECT email_key FROM unwilling WHERE email_key IS NOT NULL), false)
  OR coalesce(c.email_key IN (SELECT email_key FROM unwilling_lead WHERE email_key IS NOT NULL), false)
  OR coalesce(c.id IN (SELECT converted_contact_id FROM unwilling_lead WHERE converted_contact_id IS NOT NULL), false))`;
