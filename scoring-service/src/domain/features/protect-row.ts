import freeMailDomains from 'email-providers/all.json' with { type: 'json' };
import type { Protection, SourceColumn, SourceRow } from './source-plan.ts';

/** Whether an e-mail address belongs to a free-mail provider, a school, an authority or a company. */
type MailKind = 'Free mail' | 'School' | 'Authority' | 'Company';

/** The kind of an e-mail address by its domain alone; undefined for a text that is not an address. */
export function mailKindOf(address: string): MailKind | undefined {
  const domain = /^[^\s@]+@([^\s@]+\.[^\s@.]+)$/.exec(address.trim().toLowerCase())?.[1];
  if (domain === undefined) return undefined;
  const parts = domain.split('.');
  if (/(?:^|\.)(?:edu|ac|school|k12)(?:\.|$)/.test(domain)) return 'School';
  if (/(?:^|\.)(?:gov|gouv|gob|govt|mil|bund)(?:\.|$)|\.int$/.test(domain)) return 'Authority';
  // The name before the public suffix: `yahoo` of `yahoo.co.uk`.
  const name = parts.length > 2 && (parts.at(-2)?.length ?? 0) <= 3 ? parts.at(-3) : parts.at(-2);
  return freeDomains.has(domain) || freeNames.has(name ?? '') ? 'Free mail' : 'Company';
}

/** Placeholders that the list of providers holds by mistake; they say nothing about who owns the address. */
const placeholders = new Set(['example.com', 'test.com', 'test.de']);

const freeDomains = new Set(freeMailDomains.filter((domain) => !placeholders.has(domain)));

/** Providers under every national suffix, most of which the list lacks (`hotmail.ch`, `tutanota.de`). */
const freeNames = new Set(
  (
    'gmail googlemail yahoo ymail hotmail outlook live msn aol icloud me mac gmx web proton protonmail pm mail yandex qq ' +
    '163 126 sina naver daum rediffmail freenet t-online arcor orange wanadoo free laposte libero virgilio tiscali comcast ' +
    'verizon att sbcglobal bellsouth cox charter btinternet sky ntlworld shaw rogers telus bigpond zoho fastmail hey tutanota inbox'
  ).split(' '),
);

/** A keyed hash of a value: equal values have equal keys, and the value cannot be recovered. */
export type KeyOf = (value: string) => string;

/** The record's value at a path; undefined where the org has none. */
export type ReadPath = (path: string) => string | undefined;

/** A value in the form in which it may leave the org. Keys ignore case and surrounding blanks. */
export function protectValue(protection: Protection, keyOf: KeyOf, value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (protection === 'none') return value;
  const trimmed = value.trim();
  if (trimmed === '') return undefined;
  if (protection === 'mail kind') return mailKindOf(trimmed);
  return protection === 'presence' ? '1' : keyOf(trimmed.toLowerCase());
}

/** One protected record by the columns of the feature store. */
export const protectRow = (columns: SourceColumn[], keyOf: KeyOf, read: ReadPath): SourceRow =>
  Object.fromEntries(
    columns.map(({ path, column, protection }) => [column, protectValue(protection, keyOf, read(path))]),
  );
