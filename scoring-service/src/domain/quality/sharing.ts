import { severityOf, textOf } from '@plumbline/contract';
import type { ConnectionCheck, Finding, ReadinessCheck } from '@plumbline/contract';
import { plural, shareOf } from '../figures.ts';
import { formatCount } from './findings.ts';

/** The objects whose records private sharing can hide. */
export const sharedObjects = ['Lead', 'Contact', 'Account', 'Opportunity'];

/** Records by object; an object that the org could not count is absent. */
export type RecordsByObject = Record<string, number>;

/**
 * How many records the integration user sees, and how many the org reports, which is an approximate figure; undefined for
 * a user who may not ask for it.
 */
export type SharedRecords = { visible: RecordsByObject; reported: RecordsByObject | undefined };

type Comparison =
  | { outcome: 'unknown'; text: string; nextStep: string }
  | { outcome: 'passed'; figure: number; text: string }
  | { outcome: 'warned'; figure: number; objects: string[]; counts: string; detail: string };

/** The name of the check. */
export const sharingCheckName = 'Records that the integration user sees';
const nothingHidden = 'The integration user sees as many records as the org reports.';

const giveViewSetup = 'Give the integration user the right View Setup and Configuration.';
const countYourself = 'Compare the counts of these objects with reports of an administrator.';

const shareRecords =
  'Share these records with the integration user, with Read/Write access where scores are written: by sharing rules, or by ' +
  'a role above their owners. Leads that a queue owns need a sharing rule for the queue, or the integration user as its ' +
  'member.';

/** `least` is the share (0 to 1) of an object's records that must be seen. */
function compare({ visible, reported }: SharedRecords, least: number): Comparison {
  if (reported === undefined) {
    const text = 'Not known: the org reports its record counts only to users with View Setup and Configuration.';
    return { outcome: 'unknown', text, nextStep: giveViewSetup };
  }
  const present = Object.entries(reported).filter(([, all]) => all > 0);
  const counted = present.flatMap(([object, all]) => {
    const seen = visible[object];
    return seen === undefined ? [] : [{ object, all, seen }];
  });
  const hidden = counted.filter(({ seen, all }) => seen < least * all);
  const figure = 100 * Math.min(1, ...counted.map(({ seen, all }) => shareOf(seen, all)));
  if (hidden.length > 0) {
    const counts = hidden
      .map(({ object, seen, all }) => `${object} ${formatCount(seen)} of about ${formatCount(all)}`)
      .join(', ');
    const objects = hidden.map(({ object }) => object);
    return { outcome: 'warned', figure, objects, counts, detail: `${counts}. ${shareRecords}` };
  }
  const uncounted = present.map(([object]) => object).filter((object) => visible[object] === undefined);
  if (uncounted.length === 0) return { outcome: 'passed', figure, text: nothingHidden };
  const text = `Not known: the org could not count what the integration user sees of ${uncounted.join(', ')}.`;
  return { outcome: 'unknown', text, nextStep: countYourself };
}

/** What sharing hides from a run: the objects, and the message; `nextStep` is given where the org does not say. */
export type HiddenRecords = { objects: string[]; findings: Finding[]; nextStep?: string };

export function hiddenRecords(records: SharedRecords, least: number): HiddenRecords {
  const compared = compare(records, least);
  if (compared.outcome === 'passed') return { objects: [], findings: [] };
  if (compared.outcome === 'unknown') return { objects: [], findings: [], nextStep: compared.nextStep };
  return {
    objects: compared.objects,
    findings: [{ code: 950, detail: compared.detail, figure: compared.figure / 100 }],
  };
}

/** The scores that a removal could not reach, because sharing hides their records; undefined where it hides none. */
export function hiddenFromRemoval(records: SharedRecords, least: number): Finding | undefined {
  const compared = compare(records, least);
  if (compared.outcome !== 'warned') return undefined;
  const step = 'Clear the score fields of the others in the org, or share them with the integration user before you';
  return { code: 951, detail: `the integration user sees ${compared.counts}. ${step} remove scores.` };
}

/** Fewer absent records are never taken for hidden ones. */
const FEWEST_ABSENT = 50;

/**
 * Whether records of an object that are stored and no longer there can be hidden instead of deleted: a run does not know
 * where the org does not say how many there are, and many (`mostShare`, 0 to 1) are absent at once.
 */
export function checkAbsent(
  { object, absent, stored }: { object: string; absent: number; stored: number },
  { objects, nextStep }: Pick<HiddenRecords, 'objects' | 'nextStep'>,
  mostShare: number,
): { mayBeHidden: boolean; findings: Finding[] } {
  if (objects.includes(object)) return { mayBeHidden: true, findings: [] };
  if (nextStep === undefined || absent < FEWEST_ABSENT || shareOf(absent, stored) <= mostShare) {
    return { mayBeHidden: false, findings: [] };
  }
  const detail =
    `${object}: of ${plural(stored, 'scored record')}, ${formatCount(absent)} ${absent === 1 ? 'is' : 'are'} no longer there and may be hidden, so ` +
    `that what is stored about them stays. ${nextStep} ${shareRecords}`;
  return { mayBeHidden: true, findings: [{ code: 950, detail }] };
}

/** The same as a check of the readiness. */
export function checkSharing(records: SharedRecords, least: number): ReadinessCheck {
  const check = { code: 950, severity: severityOf(950), name: sharingCheckName, threshold: 100 * least };
  const compared = compare(records, least);
  if (compared.outcome === 'passed') return { ...check, ...compared };
  if (compared.outcome === 'unknown') {
    return { ...check, outcome: compared.outcome, text: `${compared.text} ${compared.nextStep}` };
  }
  const { outcome, figure, detail } = compared;
  return { ...check, outcome, figure, shortBy: check.threshold - figure, text: textOf(950, detail) };
}

/** The same as a check of the connection, which is neither done nor missing where the org does not say. */
export function sharingConnectionCheck(records: SharedRecords, least: number): ConnectionCheck {
  const compared = compare(records, least);
  if (compared.outcome === 'passed') return { name: sharingCheckName, isDone: true, detail: compared.text };
  if (compared.outcome === 'unknown') {
    return { name: sharingCheckName, isDone: false, isUnknown: true, detail: compared.text, action: compared.nextStep };
  }
  return { name: sharingCheckName, isDone: false, detail: textOf(950, compared.detail), action: shareRecords };
}
