/** Labels, numbers, dates and errors as the viewer reads them. */
import mayManage from '@salesforce/customPermission/Manage_Predictive_Scoring';
import mayView from '@salesforce/customPermission/View_Predictive_Scoring';
import LANGUAGE from '@salesforce/i18n/lang';
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import NO_PERMISSION from '@salesforce/label/c.Common_No_View_Permission';
import UNEXPECTED from '@salesforce/label/c.Common_Unexpected_Error';

/** How a status looks: always a word and an icon, because color alone is not accessible. */
export type Look = { word: string; icon: string; variant?: string };

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

/** Compares texts by the rules of the viewer's language. */
export const compareTexts = (one: string, other: string): number => one.localeCompare(other, LANGUAGE);

/**
 * The message of a failed call; for a failed save all messages, those of single fields included. Of a user without a
 * permission set of the package, Lightning refuses the call before Apex can say which one is missing.
 */
export function messageOf(error: unknown): string {
  if (mayView !== true && mayManage !== true) return NO_PERMISSION;
  const { body } = (error ?? {}) as PlatformError;
  const one = Array.isArray(body) ? body[0] : body;
  if (one === undefined) return error instanceof Error ? error.message : UNEXPECTED;
  const output = 'output' in one ? one.output : undefined;
  const ofFields = Object.values(output?.fieldErrors ?? {}).flat();
  const messages = [...(output?.errors ?? []), ...ofFields].map(({ message }) => message);
  if (messages.length > 0) return messages.join(' ');
  return one.message ?? UNEXPECTED;
}

/** A day in milliseconds. */
export const dayMs = 86_400_000;
