/** Labels, numbers, dates and errors as the viewer reads them. */
import LANGUAGE from '@salesforce/i18n/lang';
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import UNEXPECTED from '@salesforce/label/c.Common_Unexpected_Error';

/** Fills `{0}`, `{1}` … of a custom label. */
export const formatLabel = (text: string, ...values: (string | number)[]): string =>
  text.replace(/\{(\d)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));

export const formatNumber = (value: number, digits = 0): string =>
  value.toLocaleString(LOCALE, { minimumFractionDigits: 0, maximumFractionDigits: digits });

/** A share from 0 to 1 as percent. */
export const formatPercent = (share: number, digits = 0): string =>
  share.toLocaleString(LOCALE, { style: 'percent', maximumFractionDigits: digits });

export const formatDate = (iso: string): string =>
  new Date(iso).toLocaleDateString(LOCALE, { dateStyle: 'medium', timeZone: TIME_ZONE });

export const formatDateTime = (iso: string): string =>
  new Date(iso).toLocaleString(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE });

/** Sorts texts as the viewer's language does. */
export const compareTexts = (one: string, other: string): number => one.localeCompare(other, LANGUAGE);

/** What a failed call says, in words: of a record save every error with its field. */
export function messageOf(error: unknown): string {
  const { body } = (error ?? {}) as PlatformError;
  const one = Array.isArray(body) ? body[0] : body;
  if (one === undefined) return error instanceof Error ? error.message : UNEXPECTED;
  const output = 'output' in one ? one.output : undefined;
  const ofFields = Object.values(output?.fieldErrors ?? {}).flat();
  const said = [...(output?.errors ?? []), ...ofFields].map(({ message }) => message);
  if (said.length > 0) return said.join(' ');
  return one.message ?? UNEXPECTED;
}
