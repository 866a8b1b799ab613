import type { ModelCard } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import { bar, sparkline } from './bar.ts';
import { countOf, readableCount } from './counts.ts';
import { rateWarning, showBands } from './show-bands.ts';
import { logMessages } from './show-messages.ts';

type Screen = Pick<SfCommand<unknown>, 'log' | 'table'>;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const barWidth = 24;

/** Shows a model card. Every figure is measured on records that were held out from training. */
export function showModelCard(screen: Screen, card: ModelCard): void {
  const warning = rateWarning(card);
  if (warning !== undefined) screen.log(warning);
  screen.log(`Model ${card.version}${card.isActive ? ' (active)' : ''}, trained ${card.trainedAt}`);
  if (card.goalWords !== undefined) screen.log(card.goalWords);
  screen.log();
  screen.log(`Test AUC ${card.auc.toFixed(4)}, 95 % from ${card.aucLow.toFixed(4)} to ${card.aucHigh.toFixed(4)}`);
  screen.log(
    `Log loss ${card.logLoss.toFixed(4)}, Brier ${card.brier.toFixed(4)}, calibration error ${card.expectedCalibrationError.toFixed(4)}`,
  );
  screen.log(`Base rate ${percent(card.baseRate)}; lift of the top decile ${card.topDecileLift.toFixed(1)}`);
  if (card.averageRate !== undefined) {
    screen.log(`Average of all training rows ${percent(card.averageRate)}: a relative score of 50, once the average`);
  }
  screen.log(
    `Trained on ${countOf(card.trainingRows, 'row')} (${readableCount(card.trainingPositives)} reached the goal), tested on ${readableCount(card.testRows)} (${readableCount(card.testPositives)}), split by ${card.splitBy}`,
  );
  screen.log(`Learner ${card.learner}${card.learnerReason === undefined ? '' : `: ${card.learnerReason}`}`);
  screen.log(`Scores 1 to 100 ${sparkline(card.scores.map(({ rows }) => rows))}`);
  screen.log();
  showBands(screen, card);
  for (const { basis, bands } of card.bases ?? []) showBands(screen, { bands }, `With the score basis ${basis}`);
  showFields(screen, card);
  logMessages((line) => {
    screen.log(line);
  }, card.messages);
  for (const limit of card.limits ?? []) screen.log(`Limit: ${limit}`);
}

function showFields(screen: Screen, { strongestFields, leftOutFields }: ModelCard): void {
  const largest = Math.max(...strongestFields.map(({ share }) => share), 0);
  const labelWidth = Math.max(...strongestFields.map(({ label }) => label.length), 0);
  screen.log('Strongest fields');
  for (const { label, share } of strongestFields) {
    screen.log(
      `${label.padEnd(labelWidth)}  ${bar(largest > 0 ? share / largest : 0, barWidth).padEnd(barWidth)}  ${percent(share)}`,
    );
  }
  screen.log();
  for (const { label, reason } of leftOutFields) screen.log(`Left out: ${label}: ${reason}`);
}
