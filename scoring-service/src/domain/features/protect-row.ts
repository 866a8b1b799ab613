import type { Protection, SourceColumn, SourceRow } from './source-plan.ts';

const FREE = new Set(
  (
    'gmail googlemail yahoo ymail hotmail outlook live msn aol icloud me mac gmx web proton protonmail pm mail yandex qq ' +
    '163 126 sina naver daum rediffmail freenet t-online arcor orange wanadoo free laposte libero virgilio tiscali comcast ' +
    'verizon att sbcglobal bellsouth cox charter btinternet sky ntlworld shaw rogers telus bigpond zoho fastmail hey tutanota inbox'
  ).split(' '),
);

/** What an address is of: nobody's company, a school, an authority, or a company. Undefined for what is no address. */
export type MailKind = 'Free mail' | 'School' | 'Authority' | 'Company';

/** Kind of an e-mail address by its domain alone; the address itself goes nowhere. */
export function mailKindOf(address: string): MailKind | undefined {
  const domain = /^[^\s@]+@([^\s@]+\.[^\s@.]+)$/.exec(address.trim().toLowerCase())?.[1];
  if (domain === undefined) return undefined;
  const parts = domain.split('.');
  if (/(?:^|\.)(?:edu|ac|school|k12)(?:\.|$)/.test(domain)) return 'School';
  if (/(?:^|\.)(?:gov|gouv|gob|govt|mil|bund)(?:\.|$)|\.int$/.test(domain)) return 'Authority';
  // The name before the public suffix: `yahoo` of `yahoo.co.uk`.
  const name = parts.length > 2 && (parts.at(-2)?.length ?? 0) <= 3 ? parts.at(-3) : parts.at(-2);
  return FREE.has(name ?? '') ? 'Free mail' : 'Company';
}

/** Makes a key of a value that only serves to find equals: the same for the same value, and no way back. */
export type KeyOf = (value: string) => string;

/** What a record says at a path; undefined where the org does not say. */
export type ReadPath = (path: string) => string | undefined;

/** A value as it may leave the org. Keys ignore case and surrounding blanks, as people do with e-mail addresses. */
export function protectValue(protection: Protection, keyOf: KeyOf, value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (protection === 'none') return value;
  const trimmed = value.trim();
  if (trimmed === '') return undefined;
  if (protection === 'mail kind') return mailKindOf(trimmed);
  return protection === 'presence' ? '1' : keyOf(trimmed.toLowerCase());
}

/** One record by the columns of the feature store, protected. */
export const protectRow = (columns: SourceColumn[], keyOf: KeyOf, read: ReadPath): SourceRow =>
  Object.fromEntries(
    columns.map(({ path, column, protection }) => [column, protectValue(protection, keyOf, read(path))]),
  );
