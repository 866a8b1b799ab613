import { domainOfAddress, domainOfSite, isFreeMail } from './company-domain.ts';
import { companyNameKey } from './company-name.ts';
import { pageOf } from './page-of.ts';
import type { Protection, SourceColumn, SourceRow } from './source-plan.ts';

/** Whether an e-mail address belongs to a free-mail provider, a school, an authority or a company. */
type MailKind = 'Free mail' | 'School' | 'Authority' | 'Company';

/** The kind of an e-mail address by its domain alone; undefined for a text that is not an address. */
export function mailKindOf(address: string): MailKind | undefined {
  const domain = /^[^\s@]+@([^\s@]+\.[^\s@.]+)$/.exec(address.trim().toLowerCase())?.[1];
  if (domain === undefined) return undefined;
  if (/(?:^|\.)(?:edu|ac|school|k12)(?:\.|$)/.test(domain)) return 'School';
  if (/(?:^|\.)(?:gov|gouv|gob|govt|mil|bund)(?:\.|$)|\.int$/.test(domain)) return 'Authority';
  return isFreeMail(domain) ? 'Free mail' : 'Company';
}

/** A keyed hash of a value: equal values have equal keys, and the value cannot be recovered. */
export type KeyOf = (value: string) => string;

/** The record's value at a path; undefined where the org has none. */
export type ReadPath = (path: string) => string | undefined;

/** What must be equal of two values that have the same key. */
const identityOf: Record<
  Exclude<Protection, 'none' | 'presence' | 'mail kind' | 'page'>,
  (value: string) => string | undefined
> = {
  key: (value) => value.toLowerCase(),
  'address domain key': domainOfAddress,
  'site domain key': domainOfSite,
  'company name key': companyNameKey,
};

/** A value in the form in which it may leave the org. Keys ignore case and surrounding blanks. */
export function protectValue(protection: Protection, keyOf: KeyOf, value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (protection === 'none') return value;
  const trimmed = value.trim();
  if (trimmed === '') return undefined;
  if (protection === 'mail kind') return mailKindOf(trimmed);
  if (protection === 'page') return pageOf(trimmed);
  if (protection === 'presence') return '1';
  const identity = identityOf[protection](trimmed);
  return identity === undefined ? undefined : keyOf(identity);
}

/** The protected values of one record in the order of the columns; those of a change only of the fields that are read. */
export function protectCells(columns: readonly SourceColumn[], keyOf: KeyOf, read: ReadPath): SourceRow[string][] {
  return columns.map(({ path, protection, ofFields }) =>
    ofFields === undefined || ofFields.includes(read('Field') ?? '')
      ? protectValue(protection, keyOf, read(path))
      : undefined,
  );
}

/** One protected record by the columns of the feature store. */
export function protectRow(columns: SourceColumn[], keyOf: KeyOf, read: ReadPath): SourceRow {
  const cells = protectCells(columns, keyOf, read);
  return Object.fromEntries(columns.map(({ column }, index) => [column, cells[index]]));
}
