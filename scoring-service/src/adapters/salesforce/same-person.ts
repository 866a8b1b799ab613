import type { SourceRows } from '../../domain/features/source-plan.ts';
import { quoteSoql } from '../../domain/soql.ts';
import type { OrgRecord } from './queries.ts';
import { idList, leadChildren } from './record-requests.ts';
import { emailOf } from './record-rows.ts';
import type { TableQuery } from './table-queries.ts';

/** The addresses and the ids of one query must fit into a URL. */
const idsAtOnce = 100;

/** The different ones of a list, in parts of one query each. */
export function partsOf(list: readonly string[]): string[][] {
  const all = [...new Set(list)];
  return Array.from({ length: Math.ceil(all.length / idsAtOnce) }, (_, part) =>
    all.slice(part * idsAtOnce, (part + 1) * idsAtOnce),
  );
}

export const emailsOf = (records: readonly OrgRecord[] = []): string[] => [
  ...new Set(records.flatMap((record) => emailOf(record) ?? [])),
];

export const hasEmailOf = (emails: readonly string[]): string => `Email IN (${emails.map(quoteSoql).join(', ')})`;

/** People by their e-mail addresses and by their contacts. */
export type People = { emails: readonly string[]; contactIds: readonly string[] };

/** The same by queries whose lists are not too long: the first part of each list, the second of each, and so on. */
function queriesOf({ emails, contactIds }: People, queries: (part: People, index: number) => TableQuery[]) {
  const [ofEmails, ofContacts] = [partsOf(emails), partsOf(contactIds)];
  return Array.from({ length: Math.max(ofEmails.length, ofContacts.length) }, (_, index) =>
    queries({ emails: ofEmails[index] ?? [], contactIds: ofContacts[index] ?? [] }, index),
  ).flat();
}

const anyOf = (conditions: readonly (string | false)[]): string =>
  `(${conditions.filter((condition) => condition !== false).join(' OR ')})`;

/** The leads and contacts with these e-mail addresses, which are matched to each other, and these contacts (`same…`). */
export const matchedQueries = (people: People): TableQuery[] =>
  queriesOf(people, ({ emails, contactIds }, index) => {
    const hasEmail = emails.length > 0 && hasEmailOf(emails);
    const isNamed = contactIds.length > 0 && `Id IN ${idList(contactIds)}`;
    return [
      ...(hasEmail === false
        ? []
        : [{ name: `matched_${index}`, table: 'lead' as const, children: leadChildren, where: hasEmail }]),
      { name: `same_${index}`, table: 'contact', where: anyOf([hasEmail, isNamed]), also: ['Email'] },
    ];
  });

/**
 * The leads and contacts with these e-mail addresses, and the leads that were converted into these contacts. An opt-out on
 * one of them holds for all records of the person, and an address with many names is nobody's; nothing else of these
 * records counts, so they come without their children.
 */
export const samePersonQueries = (people: People): TableQuery[] =>
  queriesOf(people, ({ emails, contactIds }, index) => {
    const hasEmail = emails.length > 0 && hasEmailOf(emails);
    const isConverted = contactIds.length > 0 && `ConvertedContactId IN ${idList(contactIds)}`;
    return [
      { name: `person_lead_${index}`, table: 'lead', where: anyOf([hasEmail, isConverted]) },
      ...(hasEmail === false ? [] : [{ name: `person_contact_${index}`, table: 'contact' as const, where: hasEmail }]),
    ];
  });

/** The contacts of other accounts that leads of an account were converted into or that have roles in its opportunities. */
export function contactsElsewhere({ contact, lead, opportunity_contact_role: roles }: SourceRows): string[] {
  const own = new Set(contact?.map(({ id }) => id));
  const named = [
    ...(lead ?? []).map((row) => row['converted_contact_id']),
    ...(roles ?? []).map((row) => row['contact_id']),
  ];
  return [...new Set(named)].flatMap((id) => (id === undefined || own.has(id) ? [] : [id]));
}
