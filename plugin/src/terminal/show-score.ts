import type { Factor, ScoreDetails, ScoreResult, WhatIfResult } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import { sidedBar, sparkline } from './bar.ts';

type Screen = Pick<SfCommand<unknown>, 'log'>;

const barWidth = 14;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A score with its reasons as bars, its past and what could raise it. */
export function showScore(screen: Screen, result: ScoreResult, details: ScoreDetails): void {
  screen.log(`${result.object} ${result.recordId}`);
  screen.log(details.goalWords);
  screen.log();
  if (!result.isQualified) {
    screen.log(`Not scored: ${result.reason ?? 'the record is not qualified'}`);
  } else {
    const rank = result.percentile === undefined ? '' : `; percentile ${result.percentile}`;
    screen.log(`Score ${result.score} (${result.band})${rank}`);
    if (result.probability !== undefined) screen.log(`Probability ${percent(result.probability)}`);
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

/** Reasons, the weightiest first: to the left what lowers the score, to the right what raises it. */
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
  for (const { text } of changes) screen.log(`What would raise it: ${text}`);
  if (nextField) screen.log(`Worth filling in: ${nextField.text}`);
}

/** The score that a record would have; nothing was written. */
export function showWhatIf(screen: Screen, { now, then, factors, withoutEffect }: WhatIfResult): void {
  screen.log();
  const difference = then.score - now.score;
  screen.log(
    `What if: ${now.score} (${now.band}) → ${then.score} (${then.band}), ${difference > 0 ? '+' : ''}${difference} points. Nothing was written.`,
  );
  if (now.probability !== undefined && then.probability !== undefined) {
    screen.log(`Probability ${percent(now.probability)} → ${percent(then.probability)}`);
  }
  if (withoutEffect.length > 0) screen.log(`The model does not look at: ${withoutEffect.join(', ')}`);
  showFactors(screen, factors);
}
