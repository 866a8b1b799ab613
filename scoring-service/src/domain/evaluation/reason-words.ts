import type { Factor, GoalSettings } from '@plumbline/contract';
import { isKindCount, kindOfLabel } from '../features/engagement-sources.ts';
import type { FeatureField } from '../features/source-plan.ts';
import { describeField } from './factor-texts.ts';

/** The languages that reasons are written in. */
export type ReasonLanguage = NonNullable<GoalSettings['reasonLanguage']>;

/** The language of reasons for an org of a locale such as `de_AT`; English where there are no words of its language. */
export const reasonLanguageOf = (locale: string | undefined): ReasonLanguage =>
  locale?.toLowerCase().split(/[_-]/)[0] === 'de' ? 'de' : 'en';

/** A reason without its value, in the language of the org: "Days since the last phone call lowers the score." */
export function reasonWords(
  { name, label, unit }: Pick<FeatureField, 'name' | 'label' | 'unit'>,
  direction: Factor['direction'],
  language: ReasonLanguage,
): string {
  if (language === 'en') return describeField({ label, unit }, direction);
  const known = isKindCount({ name }) ? germanOfKind(kindOfLabel(label)) : (german[name] ?? label);
  return `${known}: ${direction === 'raises' ? 'erhöht' : 'senkt'} den Prognosewert.`;
}

const germanOfKind = (kind: string): string => `Website-Ereignisse der Art „${kind}“ in den letzten 90 Tagen`;

/** Of the inputs that the service computes of activities, campaigns and time; labels of fields are in the org's language. */
const german: Record<string, string> = {
  campaign_type: 'Typ der letzten Kampagne',
  campaigns: 'Zahl der Kampagnen',
  campaign_responses: 'Zahl der Kampagnenreaktionen',
  days_since_response: 'Zeit seit der letzten Kampagnenreaktion',
  web_events_30_days: 'Website-Ereignisse in den letzten 30 Tagen',
  web_events_90_days: 'Website-Ereignisse in den letzten 90 Tagen',
  web_events_total: 'Website-Ereignisse insgesamt',
  days_since_web_event: 'Zeit seit dem letzten Website-Ereignis',
  first_landing_page: 'Erste Landingpage',
  last_landing_page: 'Letzte Landingpage',
  last_web_event_kind: 'Art des letzten Website-Ereignisses',
  web_event_value_90_days: 'Wert der Website-Ereignisse in den letzten 90 Tagen',
  calls_30_days: 'Telefonate in den letzten 30 Tagen',
  calls_90_days: 'Telefonate in den letzten 90 Tagen',
  calls_total: 'Telefonate insgesamt',
  days_since_call: 'Zeit seit dem letzten Telefonat',
  emails_30_days: 'E-Mails in den letzten 30 Tagen',
  emails_90_days: 'E-Mails in den letzten 90 Tagen',
  emails_total: 'E-Mails insgesamt',
  days_since_email: 'Zeit seit der letzten E-Mail',
  meetings_30_days: 'Termine in den letzten 30 Tagen',
  meetings_90_days: 'Termine in den letzten 90 Tagen',
  meetings_total: 'Termine insgesamt',
  days_since_meeting: 'Zeit seit dem letzten Termin',
  call_minutes_90_days: 'Minuten am Telefon in den letzten 90 Tagen',
  active_people_90_days: 'Personen mit Aktivität in den letzten 90 Tagen',
  days_since_qualification: 'Zeit seit der Qualifizierung',
  age_days: 'Alter des Datensatzes',
  days_since_change: 'Zeit seit der letzten Änderung',
};
