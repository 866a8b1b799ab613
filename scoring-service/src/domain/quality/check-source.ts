import type { Finding, Goal } from '@plumbline/contract';
import { shareOf } from '../figures.ts';
import { formatCount, formatPercent, formatRate } from './findings.ts';

/** Counts of the source data that the quality checks use. */
export type SourceMeasures = {
  accounts: number;
  contacts: number;
  opportunities: number;
  /** Phone calls, e-mails and meetings. */
  activities: number;
  /** Records that reached the goal. */
  conversions: number;
  accountsWithActivity: number;
  contactsWithActivity: number;
  /** Activities of open records and of training records, by type. */
  activityTypesToScore: Record<string, number>;
  activityTypesLearned: Record<string, number>;
  /** From the first record to the time of measuring. */
  historyDays: number;
  /** Recorded changes with a text that is neither a value nor a label of its picklist, by field. */
  unknownPicklistTexts?: Record<string, number>;
  /** Of goals on leads with qualified statuses. */
  statusHistory?: StatusHistory;
  /** Open leads by the way their account was found; absent where contacts alone lead to accounts. */
  accountMatches?: AccountMatches;
};

/** Open leads by the way their account was found, and those for which several accounts fit. */
export type AccountMatches = { byWay: Record<string, number>; conflicts: number };

/** What the org's field history says about the statuses of leads. */
export type StatusHistory = {
  /** The first recorded change; undefined where the org has none. */
  startedAt?: Date | undefined;
  /** When the first lead was created. */
  firstLeadAt: Date;
  /** Records that reached the goal since the history starts. */
  conversionsSince: number;
  /** Converted and unqualified leads without a recorded change of their status. */
  unknownLeads: number;
};

/** A history needs this and the timeframe to cover half a year of outcomes. */
export const HALF_YEAR_DAYS = 183;

/**
 * Findings of the source data, before features are computed. Account goals need accounts, person goals contacts. A goal
 * that learns from records without dates needs no activities, and on leads no contacts (finding 907 says so).
 */
export function checkSource(measures: SourceMeasures, goal: Goal): Finding[] {
  const { thresholds, learnFrom } = goal.settings;
  const findings = [...countFindings(measures, goal), ...picklistFindings(measures), ...matchFindings(measures)];
  if (needsContacts(goal) && measures.contacts < thresholds.contacts) {
    findings.push({ code: 402, detail: formatCount(measures.contacts) });
  }
  if (goal.profileType === 'Account' && measures.accounts < thresholds.accounts) {
    findings.push({ code: 401, detail: formatCount(measures.accounts) });
  }
  if (measures.conversions < thresholds.conversions) {
    findings.push({ code: 404, detail: formatCount(measures.conversions) });
  }
  if (learnFrom === 'history') findings.push(...activityFindings(measures, goal), ...historyFindings(measures, goal));
  return findings;
}

/** Reports records whose e-mail address is nobody's, because too many names share it. */
export const checkSharedAddresses = ({ records, optedOut }: { records: number; optedOut: number }): Finding[] =>
  records === 0 ? [] : [{ code: 955, detail: `${formatCount(records)}, ${formatCount(optedOut)}` }];

/** Whether a goal needs contacts. */
export const needsContacts = ({ profileType, object, settings }: Goal): boolean =>
  profileType === 'Person' && (settings.learnFrom === 'history' || object === 'Contact');

function countFindings({ accounts, contacts, opportunities }: SourceMeasures, { profileType }: Goal): Finding[] {
  const counts: Finding[] = [
    { code: 101, detail: formatCount(contacts) },
    { code: 102, detail: formatCount(opportunities) },
  ];
  return profileType === 'Account' ? [{ code: 100, detail: formatCount(accounts) }, ...counts] : counts;
}

function matchFindings({ accountMatches }: SourceMeasures): Finding[] {
  if (accountMatches === undefined) return [];
  const { byWay, conflicts } = accountMatches;
  const found = Object.entries(byWay).map(([way, count]) => `${way} ${formatCount(count)}`);
  return [{ code: 972, detail: [...found, `several accounts ${formatCount(conflicts)}`].join(', ') }];
}

function picklistFindings({ unknownPicklistTexts = {} }: SourceMeasures): Finding[] {
  const byField = Object.entries(unknownPicklistTexts).map(([field, count]) => `${field} ${formatCount(count)}`);
  return byField.length === 0 ? [] : [{ code: 964, detail: byField.join(', ') }];
}

function activityFindings(measures: SourceMeasures, { profileType, settings }: Goal): Finding[] {
  const { thresholds } = settings;
  const findings: Finding[] = [];
  if (measures.activities < thresholds.activities) {
    findings.push({ code: 403, detail: formatCount(measures.activities) });
  }
  const accountShare = shareOf(measures.accountsWithActivity, measures.accounts);
  if (profileType === 'Account' && accountShare < thresholds.accountsWithActivity) {
    findings.push({ code: 405, detail: formatPercent(accountShare) });
  }
  const contactShare = shareOf(measures.contactsWithActivity, measures.contacts);
  if (profileType === 'Person' && contactShare < thresholds.contactsWithActivity) {
    findings.push({ code: 406, detail: formatPercent(contactShare) });
  }
  const known = knownTypeShare(measures);
  // The text has no place for the figure, which stands beside the limit.
  if (known < thresholds.knownActivityTypes) findings.push({ code: 407, detail: formatRate(known) });
  return findings;
}

/** The share of open records' activities whose type occurs in the training data; 1 without activities. */
export function knownTypeShare({
  activityTypesToScore,
  activityTypesLearned,
}: Pick<SourceMeasures, 'activityTypesToScore' | 'activityTypesLearned'>): number {
  let all = 0;
  let known = 0;
  for (const [type, count] of Object.entries(activityTypesToScore)) {
    all += count;
    if ((activityTypesLearned[type] ?? 0) > 0) known += count;
  }
  return all === 0 ? 1 : known / all;
}

function historyFindings({ historyDays }: SourceMeasures, { timeframeDays }: Goal): Finding[] {
  if (historyDays >= HALF_YEAR_DAYS + timeframeDays) return [];
  return [{ code: 903, detail: formatCount(Math.floor(historyDays)) }];
}
