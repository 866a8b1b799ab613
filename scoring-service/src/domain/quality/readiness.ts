import { nextSteps, severityOf, textOf, thresholdLimits } from '@plumbline/contract';
import type { Code, Goal, ModelCard, ReadinessCheck, Thresholds } from '@plumbline/contract';
import { daysBefore, isoDay } from '../time.ts';
import { HALF_YEAR_DAYS, needsContacts } from './check-source.ts';
import { formatCount } from './findings.ts';
import { countFigure, shareFigure } from './live-counts.ts';
import type { LiveCounts, LiveFigure } from './live-counts.ts';

/** `card` is that of the last training, if any. */
type ReadinessInput = { goal: Goal; now: Date; card?: ModelCard };

/** Every check of the quality table on live counts and the additional ones, in the order of the codes. */
export function checkLiveCounts(counts: LiveCounts, { goal, now, card }: ReadinessInput): ReadinessCheck[] {
  const gates = liveGates(counts, goal).map((gate) => judgeGate(gate, now));
  const checks = [
    ...infoChecks(counts, goal),
    ...gates,
    ...orgChecks(counts, goal),
    ...afterTrainingChecks(goal, card),
  ];
  return checks.sort((one, other) => one.code - other.code);
}

/** A check with the next step of its code, where there is something to do. */
export const withStep = (check: ReadinessCheck): ReadinessCheck =>
  check.outcome === 'failed' || check.outcome === 'warned'
    ? { ...check, nextStep: nextSteps[check.code as Code] }
    : check;

/** Whether a training would pass every check that can be made in advance. */
export const isReady = (checks: ReadinessCheck[]): boolean =>
  !checks.some(({ outcome, severity }) => outcome === 'failed' && severity === 'ERROR');

/** A check on live counts; `skipped` says why it does not apply to the goal. */
type Gate = { code: Code; name: string; figure: LiveFigure; skipped?: string };

const onlyAccounts = 'Not checked: only account goals need it.';
const onlyPersons = 'Not checked: only person goals need it.';
const withoutDates = 'Not checked: the goal learns from the records as they stand, without dates.';

function liveGates(counts: LiveCounts, goal: Goal): Gate[] {
  const { thresholds: least, learnFrom } = goal.settings;
  const notAccount = goal.profileType === 'Account' ? undefined : onlyAccounts;
  const notPerson = goal.profileType === 'Person' ? undefined : onlyPersons;
  const noDates = learnFrom === 'history' ? undefined : withoutDates;
  const activeAccounts = { part: counts.accountsWithActivity, whole: counts.accounts };
  const activeContacts = { part: counts.contactsWithActivity, whole: counts.contacts };
  return [
    { code: 401, name: 'Accounts', figure: countFigure(counts.accounts, least.accounts), skipped: notAccount },
    {
      code: 402,
      name: 'Contacts',
      figure: countFigure(counts.contacts, least.contacts),
      skipped: notPerson ?? (needsContacts(goal) ? undefined : withoutDates),
    },
    {
      code: 403,
      name: 'Phone calls, e-mails and meetings',
      figure: countFigure(counts.activities, least.activities),
      skipped: noDates,
    },
    { code: 404, name: 'Records that reached the goal', figure: countFigure(counts.conversions, least.conversions) },
    {
      code: 405,
      name: 'Percent of accounts with activity',
      figure: shareFigure(activeAccounts, least.accountsWithActivity),
      skipped: notAccount ?? noDates,
    },
    {
      code: 406,
      name: 'Percent of contacts with activity',
      figure: shareFigure(activeContacts, least.contactsWithActivity),
      skipped: notPerson ?? noDates,
    },
    {
      code: 900,
      name: 'Records that did not reach the goal in time',
      figure: countFigure(counts.nonConversions, least.nonConversions),
    },
    {
      code: 903,
      name: `Records older than half a year plus the timeframe (${HALF_YEAR_DAYS + goal.timeframeDays} days)`,
      // Old records do not arrive at a rate.
      figure: countFigure({ total: counts.oldRecords.total, recent: 0 }, 1),
      skipped: noDates,
    },
  ];
}

function judgeGate({ code, name, figure, skipped }: Gate, now: Date): ReadinessCheck {
  const severity = severityOf(code);
  if (skipped !== undefined) return { code, severity, name, outcome: 'not needed', text: skipped };
  const { figure: value, threshold, isEnough, detail, daysToPass } = figure;
  const measured = { code, severity, name, figure: value, threshold };
  if (isEnough) {
    return { ...measured, outcome: 'passed', text: `${name}: ${detail}, at least ${threshold} needed.` };
  }
  return {
    ...measured,
    outcome: severity === 'ERROR' ? 'failed' : 'warned',
    shortBy: threshold - value,
    ...(daysToPass !== undefined && { passesOn: isoDay(daysBefore(now, -daysToPass)) }),
    text:
      code === 903 ? `${name}: none. A model of a short history cannot learn seasonal patterns.` : textOf(code, detail),
  };
}

/** The information that every run reports; these checks cannot fail. */
function infoChecks(counts: LiveCounts, { profileType }: Goal): ReadinessCheck[] {
  const info = (code: Code, name: string, figure: number): ReadinessCheck => ({
    ...{ code, severity: severityOf(code), name, outcome: 'passed', figure },
    text: textOf(code, formatCount(figure)),
  });
  const accounts = info(100, 'Accounts', counts.accounts.total);
  return [
    profileType === 'Account' ? accounts : { ...accounts, outcome: 'not needed', text: onlyAccounts },
    info(101, 'Contacts', counts.contacts.total),
    info(102, 'Opportunities', counts.opportunities.total),
  ];
}

/** What is particular about the org's records; these checks cannot fail. */
function orgChecks({ emails, personAccounts }: LiveCounts, { settings }: Goal): ReadinessCheck[] {
  const check = (
    code: Code,
    name: string,
    { figure, outcome }: Pick<ReadinessCheck, 'figure' | 'outcome'>,
  ): ReadinessCheck => ({
    ...{ code, severity: severityOf(code), name, outcome, figure },
    text: textOf(code, formatCount(figure ?? 0)),
  });
  return [
    ...(emails.total === 0 && settings.learnFrom === 'history'
      ? [check(956, 'E-mails', { figure: 0, outcome: 'warned' })]
      : []),
    ...(personAccounts.total > 0
      ? [check(957, 'Person accounts', { figure: personAccounts.total, outcome: 'passed' })]
      : []),
  ];
}

/** A check that only a training can make; `figureOf` reads its figure from the last model's card, if it has it. */
type LateCheck = {
  code: Code;
  name: string;
  threshold?: number;
  figureOf?: ((card: ModelCard) => number) | undefined;
  /** Not made for goals that learn from records as they stand. */
  needsDates?: boolean;
};

/** The checks of rows, split and model, with the figures of the last training. */
function afterTrainingChecks({ object, settings }: Goal, card: ModelCard | undefined): ReadinessCheck[] {
  const { thresholds, learnFrom, accountMatching } = settings;
  const isMatched = object !== 'Contact' && Object.values(accountMatching).some((isOn) => isOn);
  return [...lateChecks(thresholds), ...(isMatched ? [accountMatches] : [])].map((check): ReadinessCheck => {
    const { code, name, threshold, needsDates, figureOf } = check;
    const severity = severityOf(code);
    if (needsDates && learnFrom === 'creation') {
      return { code, severity, name, outcome: 'not needed', text: withoutDates };
    }
    const figure = card && figureOf?.(card);
    return {
      ...{ code, severity, name, outcome: 'after training' },
      ...(figure !== undefined && { figure }),
      ...(threshold !== undefined && { threshold }),
      text: textOfLate(check, card, figure),
    };
  });
}

const lateChecks = (thresholds: Thresholds): LateCheck[] => [
  ...Object.entries(thresholdLimits).flatMap(([limit, { code, trainingCheck }]): LateCheck[] =>
    trainingCheck
      ? [{ code, ...trainingCheck, threshold: thresholds[limit as keyof Thresholds], figureOf: figuresOfCard[code] }]
      : [],
  ),
  // An AUC needs a conversion; this limit is no setting.
  { code: 412, name: 'Conversions in the test data', threshold: 1, figureOf: figuresOfCard[412] },
];

/** Leads are matched by keyed hashes that the org cannot count. */
const accountMatches: LateCheck = { code: 972, name: 'Accounts of open leads' };

const figuresOfCard: Partial<Record<Code, (card: ModelCard) => number>> = {
  103: ({ auc }) => auc,
  409: ({ auc }) => auc,
  410: ({ auc }) => auc,
  411: ({ trainingPositives }) => trainingPositives,
  412: ({ testPositives }) => testPositives,
};

function textOfLate({ code }: LateCheck, card: ModelCard | undefined, figure: number | undefined): string {
  if (!card) return 'Known after a training.';
  const message = card.messages.find(({ code: other }) => other === code);
  const last = `Known after a training. The last one, of ${card.trainedAt.slice(0, 10)}`;
  if (message) return `${last}, reported: ${message.text}`;
  return figure === undefined ? `${last}, passed it.` : `${last}: ${Number(figure.toFixed(4))}.`;
}
