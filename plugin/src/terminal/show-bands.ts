import type { ModelCard } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import { readableCount } from './counts.ts';

type Screen = Pick<SfCommand<unknown>, 'log' | 'table'>;

const percent = (share: number | undefined): string => (share === undefined ? '' : `${(100 * share).toFixed(1)} %`);

/** Both rates where those that the model predicted for its test rows do not hold; undefined where they do. */
export const rateWarning = ({ rateWarning: rates }: Pick<ModelCard, 'rateWarning'>): string | undefined =>
  rates &&
  `The probabilities do not hold on the newest records: predicted ${rate(rates.predicted)}, happened ${rate(rates.happened)}.`;

/** Whole percents, one decimal below 10 %, as in the text of 931. */
const rate = (share: number): string => `${Number((100 * share).toFixed(share < 0.1 ? 1 : 0))} %`;

/** Shows the bands of held-out records. */
export function showBands(
  screen: Screen,
  { bands }: Pick<ModelCard, 'bands'>,
  title = 'Bands of held-out records',
): void {
  screen.table({
    title,
    data: bands.map(({ band, rows, share, conversion, successShare }) => ({
      ...{ band, records: readableCount(rows), share: percent(share) },
      ...{ conversion: percent(conversion), 'of all successes': percent(successShare) },
    })),
    columns: ['band', 'records', 'share', 'conversion', 'of all successes'],
  });
}
