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
  const past = details.history.map(({ score }) => score).toReversed();
  if (past.length > 1) screen.log(`Past scores ${sparkline(past)} ${past.join(' → ')}`);
  if (details.receiptId !== undefined) screen.log(`Receipt ${details.receiptId}`);
  showFactors(screen, result.factors);
  showChanges(screen, details);
}

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
function showFactors(screen: Screen, factors: Factor[]): void {
  if (factors.length === 0) return;
  const largest = Math.max(...factors.map(({ contribution }) => Math.abs(contribution)));
  const labelWidth = Math.max(...factors.map(({ label }) => label.length));
  screen.log();
  screen.log(`${''.padEnd(labelWidth)}  ${'lowers'.padStart(barWidth)} ${'raises'.padEnd(barWidth)}`);
  for (const { label, contribution, text, importance } of factors) {
    screen.log(`${label.padEnd(labelWidth)}  ${sidedBar(contribution, largest, barWidth)}  ${importance}: ${text}`);
  }
}

function showChanges(screen: Screen, { changes = [], nextField }: ScoreDetails): void {
  if (changes.length > 0 || nextField) screen.log();
  for (const { text } of changes) screen.log(`To raise the score: ${text}`);
  if (nextField) screen.log(`Fill in next: ${nextField.text}`);
}

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
