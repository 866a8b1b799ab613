import type { Factor, ScoreDetails, ScoreResult, WhatIfResult } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import { sidedBar, sparkline } from './bar.ts';
import { countOf } from './counts.ts';

type Screen = Pick<SfCommand<unknown>, 'log'>;

const barWidth = 14;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Shows a score with its factors as bars, past scores, and changes that would raise it. */
export function showScore(screen: Screen, result: ScoreResult, details: ScoreDetails): void {
  screen.log(`${result.object} ${result.recordId}`);
  screen.log(details.goalWords);
  screen.log();
  if (!result.isQualified) {
    screen.log(`Not scored: ${result.reason ?? "the record isn't qualified"}`);
  } else {
    screen.log(`Score ${result.score} (${result.band})`);
    for (const line of meaningOf(result)) screen.log(line);
  }
  screen.log(
    `Model ${result.modelVersion ?? '-'}${details.auc === undefined ? '' : `, test AUC ${details.auc.toFixed(3)}`}`,
  );
  if (details.account) screen.log(`Account found by the ${foundByWords[details.account.foundBy]}`);
  const past = comparableScores(details.history)
    .map(({ score }) => score)
    .toReversed();
  if (past.length > 1) screen.log(`Past scores ${sparkline(past)} ${past.join(' → ')}`);
  if (details.receiptId !== undefined) screen.log(`Receipt ${details.receiptId}`);
  showFactors(screen, result.factors, details);
  showDifference(screen, details);
  showAdvice(screen, details, result.score);
}

/** The newest scores up to a change of the score basis: those of two bases cannot be compared. */
function comparableScores(history: ScoreDetails['history']): ScoreDetails['history'] {
  const change = history.findIndex(({ basis }) => basis !== history[0]?.basis);
  return change < 0 ? history : history.slice(0, change);
}

const foundByWords: Record<NonNullable<ScoreDetails['account']>['foundBy'], string> = {
  Contact: 'contact',
  'E-mail domain': 'domain of the e-mail address',
  'Web site': 'domain of the web site',
  'Company name': "company's name",
};

const nouns: Record<ScoreResult['object'], string> = { Lead: 'leads', Contact: 'contacts', Account: 'accounts' };

/** The probability, alone and against the average, the rank, the grade and the change; without what is not known. */
function meaningOf({ object, probability, timesAverage, percentile, grade, change }: ScoreResult): string[] {
  const times =
    timesAverage === undefined ? '' : `, ${timesAverage.toFixed(timesAverage < 0.1 ? 2 : 1)} times the average`;
  return [
    ...(probability === undefined ? [] : [`Probability ${percent(probability)}${times}`]),
    // The best record is not better than itself.
    ...(percentile === undefined ? [] : [`Better than ${Math.min(99, percentile)} % of scored ${nouns[object]}`]),
    ...(grade === undefined ? [] : [`Grade ${grade} (fit A to D, engagement 1 to 4)`]),
    ...(change === undefined ? [] : [`Change ${signed(change)} in seven days`]),
  ];
}

const signed = (points: number): string => `${points > 0 ? '+' : ''}${countOf(points, 'point')}`;

/** Shows factors by decreasing weight: to the left those that lower the score, to the right those that raise it. */
function showFactors(
  screen: Screen,
  factors: Factor[],
  { worth, similar = [] }: Pick<ScoreDetails, 'worth' | 'similar'> = {},
): void {
  if (factors.length === 0) return;
  const largest = Math.max(...factors.map(({ contribution }) => Math.abs(contribution)));
  const labelWidth = Math.max(...factors.map(({ label }) => label.length));
  screen.log();
  screen.log(`${''.padEnd(labelWidth)}  ${'lowers'.padStart(barWidth)} ${'raises'.padEnd(barWidth)}`);
  for (const { field, label, contribution, text, importance } of factors) {
    const points = worth?.points.find((reason) => reason.field === field)?.points;
    const value = points === undefined ? importance : `${importance}, ${withSign(points)}`;
    screen.log(`${label.padEnd(labelWidth)}  ${sidedBar(contribution, largest, barWidth)}  ${value}: ${text}`);
  }
  const shown = similar.filter(({ field }) => factors.some((factor) => factor.field === field));
  if (shown.length > 0) screen.log();
  for (const { text } of shown) screen.log(text);
}

const SHOWN_CHANGES = 2;

/** Without what would not move the shown score. */
function showAdvice(screen: Screen, { changes = [], nextFields = [] }: ScoreDetails, score: number): void {
  const raising = changes.filter(({ exact }) => exact === undefined || exact.score > score);
  const nextField = nextFields.find(({ exact }) => exact === undefined || Math.round(exact.expectedMove) > 0);
  if (raising.length > 0 || nextField) screen.log();
  for (const { text, exact } of raising.slice(0, SHOWN_CHANGES)) {
    screen.log(`To raise the score: ${text}${exact ? ` Score: ${exact.score}.` : ''}`);
  }
  if (!nextField) return;
  const move = nextField.exact && Math.round(nextField.exact.expectedMove);
  const points = move === undefined ? '' : ` By about ${countOf(move, 'point')}.`;
  screen.log(`Fill in next: ${nextField.text}${points}`);
}

/** Shows what moved the score since an earlier one, in points that add up to the difference. */
function showDifference(screen: Screen, { difference }: ScoreDetails): void {
  if (!difference?.exact) return;
  const { since, isNewModel, causes, exact } = difference;
  screen.log();
  screen.log(`Since ${since.slice(0, 10)}: ${exact.from} → ${exact.to}, ${withSign(exact.to - exact.from)}`);
  causes.forEach(({ text }, index) => screen.log(`  ${withSign(exact.points[index] ?? 0)} ${text}`));
  if (exact.other !== 0)
    screen.log(`  ${withSign(exact.other)} ${isNewModel ? 'the new model' : 'the ranks of others'}`);
  if (exact.remainder !== 0) screen.log(`  ${withSign(exact.remainder)} other inputs`);
}

/** "+14", "-6", "0". */
const withSign = (points: number): string => `${points > 0 ? '+' : ''}${points}`;

/** Shows the score that a record would have with other values. */
export function showWhatIf(screen: Screen, { now, then, factors, withoutEffect }: WhatIfResult): void {
  screen.log();
  const difference = then.score - now.score;
  screen.log(
    `What if: ${now.score} (${now.band}) → ${then.score} (${then.band}), ${difference > 0 ? '+' : ''}${countOf(difference, 'point')}. Nothing was written.`,
  );
  if (now.probability !== undefined && then.probability !== undefined) {
    screen.log(`Probability ${percent(now.probability)} → ${percent(then.probability)}`);
  }
  if (withoutEffect.length > 0) screen.log(`Not used by the model: ${withoutEffect.join(', ')}`);
  showFactors(screen, factors);
}
