import type { Relations } from './sql-text.ts';

/** Each says of a lead or a contact that its person does not want to be profiled. */
export const optOutColumns: readonly string[] = ['opted_out_profiling', 'opted_out_processing', 'should_forget'];

/** F11: whether the person of a lead or a contact, by its alias, opted out of profiling or processing, or must be forgotten. */
export const isOptedOut = (alias: string): string =>
  optOutColumns.map((column) => `coalesce(${alias}.${column}, false)`).join(' OR ');

/** Contacts whose person opted out. */
export const optedOutContactRelation: Relations[number] = [
  'opted_out_contact',
  `SELECT DISTINCT id, email_key FROM contact WHERE ${isOptedOut('contact')}`,
];

/** Leads whose person opted out, by e-mail address and by the contact that they were converted into. */
export const optedOutLeadRelation: Relations[number] = [
  'opted_out_lead',
  `SELECT DISTINCT converted_contact_id, email_key FROM lead WHERE ${isOptedOut('lead')}`,
];

/** Lead `l`: opted out itself, as the contact it was converted into, or as a contact or lead with its e-mail address. */
export const isOptedOutLead = `(${isOptedOut('l')}
  OR coalesce(l.converted_contact_id IN (SELECT id FROM opted_out_contact), false)
  OR coalesce(l.email_key IN (SELECT email_key FROM opted_out_contact WHERE email_key IS NOT NULL), false)
  OR coalesce(l.email_key IN (SELECT email_key FROM opted_out_lead WHERE email_key IS NOT NULL), false))`;

/** Contact `c`: opted out itself, as a contact or lead with its e-mail address, or as a lead converted into it. */
export const isOptedOutContact = `(${isOptedOut('c')}
  OR coalesce(c.email_key IN (SELECT email_key FROM opted_out_contact WHERE email_key IS NOT NULL), false)
  OR coalesce(c.email_key IN (SELECT email_key FROM opted_out_lead WHERE email_key IS NOT NULL), false)
  OR coalesce(c.id IN (SELECT converted_contact_id FROM opted_out_lead WHERE converted_contact_id IS NOT NULL), false))`;
