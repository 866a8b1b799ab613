import { severityOf, textOf } from '@plumbline/contract';
import type { ReadinessCheck } from '@plumbline/contract';
import { shareOf } from '../figures.ts';
import { formatCount } from './findings.ts';

/** The objects whose records private sharing can hide. */
export const sharedObjects = ['Lead', 'Contact', 'Account', 'Opportunity'];

/** Records by object. */
export type RecordsByObject = Record<string, number>;

const name = 'Records that the integration user sees';

/**
 * Compares how many records the integration user sees with how many the org reports, which is an approximate figure.
 * Without that figure (`reported` is undefined) the check is unknown. `least` is the share (0 to 1) that must be seen.
 */
export function checkSharing(
  visible: RecordsByObject,
  reported: RecordsByObject | undefined,
  least: number,
): ReadinessCheck {
  const check = { code: 950, severity: severityOf(950), name, threshold: 100 * least };
  if (reported === undefined) {
    const text =
      'Not known: the org reports its record counts only to users with View Setup and Configuration. ' +
      'Give the integration user this right for the check, or compare the counts above with reports of an administrator.';
    return { ...check, outcome: 'unknown', text };
  }
  const compared = Object.entries(reported)
    .filter(([, all]) => all > 0)
    .map(([object, all]) => ({ object, all, seen: visible[object] ?? 0 }));
  const hidden = compared.filter(({ seen, all }) => seen < least * all);
  const figure = 100 * Math.min(1, ...compared.map(({ seen, all }) => shareOf(seen, all)));
  if (hidden.length === 0) {
    return {
      ...check,
      figure,
      outcome: 'passed',
      text: 'The integration user sees as many records as the org reports.',
    };
  }
  const counts = hidden.map(({ object, seen, all }) => `${object} ${formatCount(seen)} of about ${formatCount(all)}`);
  const step =
    'Share these records with the integration user: by a sharing rule, by a role above their owners, or as a member of ' +
    'the queues that own them.';
  return {
    ...check,
    ...{ figure, shortBy: check.threshold - figure, outcome: 'warned' },
    text: textOf(950, `${counts.join(', ')}. ${step}`),
  };
}
