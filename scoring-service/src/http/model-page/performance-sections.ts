import { rateWords } from '@plumbline/contract';
import type { ModelCard } from '@plumbline/contract';
import { columnChart, lineChart, shareBar } from './charts.ts';
import { html, numberColumn, table, decimal, percent, whole } from './html.ts';
import type { Html } from './html.ts';

/** The main figures with their meaning. */
export function figureTiles(card: ModelCard): Html {
  const { auc, aucLow, aucHigh, baseRate, averageRate, topDecileLift, logLoss, brier, expectedCalibrationError } = card;
  const tiles: [name: string, figure: string, meaning: string][] = [
    [
      'AUC',
      decimal(auc),
      `95 % interval ${decimal(aucLow)} to ${decimal(aucHigh)}. 0.5 is chance, 1 is without error.`,
    ],
    ['Base rate', percent(baseRate), 'of the test rows reached the goal.'],
    ...(averageRate === undefined ? [] : [averageTile(averageRate)]),
    ['Best tenth', `${decimal(topDecileLift, 1)} ×`, 'as many reached the goal there as on average.'],
    ['Calibration error', decimal(expectedCalibrationError), 'mean distance of probabilities from what happened.'],
    ['Log loss', decimal(logLoss), 'the lower, the better.'],
    ['Brier score', decimal(brier), 'mean squared error of probabilities.'],
  ];
  return html`<dl class="tiles">
    ${tiles.map(
      ([name, figure, meaning]) =>
        html`<div>
          <dt>${name}</dt>
          <dd class="figure">${figure}</dd>
          <dd class="quiet">${meaning}</dd>
        </div>`,
    )}
  </dl>`;
}

const averageTile = (rate: number): [name: string, figure: string, meaning: string] => [
  'Average',
  percent(rate),
  'of all training rows reached the goal: a relative score of 50, and once the average.',
];

const behind = (caption: string, columns: Parameters<typeof table>[1], rows: Parameters<typeof table>[2]): Html =>
  html`<details>
    <summary>Figures</summary>
    ${table(caption, columns, rows)}
  </details>`;

const figure = (title: string, chart: Html, figures: Html): Html =>
  html`<figure>
    <figcaption>${title}</figcaption>
    ${chart}${figures}
  </figure>`;

/** The four charts, each with its figures. */
export function curves({ roc, lift, calibration, scores, auc }: ModelCard): Html {
  const diagonal = {
    name: 'chance',
    isReference: true,
    points: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  };
  const rocPoints = roc.map((point) => ({ x: point.falsePositiveRate, y: point.truePositiveRate }));
  const found = [{ x: 0, y: 0 }, ...lift.map((point) => ({ x: point.share, y: point.found }))];
  const bins = calibration.map((bin) => ({ x: bin.meanProbability, y: bin.positiveShare }));
  return html`<div class="charts">
    ${figure(
      'ROC curve',
      lineChart('ROC curve', `AUC ${decimal(auc)}`, { x: 'False positive rate, %', y: 'True positive rate, %' }, [
        diagonal,
        { name: 'model', points: rocPoints },
      ]),
      behind(
        'ROC curve',
        [numberColumn('False positive rate'), numberColumn('True positive rate')],
        roc.map((point) => [percent(point.falsePositiveRate), percent(point.truePositiveRate)]),
      ),
    )}
    ${figure(
      'Cumulative gains',
      lineChart(
        'Cumulative gains',
        'Share of all conversions by share of rows, best first',
        { x: 'Best rows, %', y: 'Conversions found, %' },
        [diagonal, { name: 'model', points: found }],
      ),
      behind(
        'Cumulative gains',
        [numberColumn('Best rows'), numberColumn('Conversions found'), numberColumn('Times the average')],
        lift.map((point) => [percent(point.share), percent(point.found), decimal(point.lift, 2)]),
      ),
    )}
    ${figure(
      'Calibration',
      lineChart(
        'Calibration',
        'What happened against the probability that was given',
        { x: 'Probability, %', y: 'Reached the goal, %' },
        [diagonal, { name: 'model', points: bins, withDots: true }],
      ),
      behind(
        'Calibration',
        [numberColumn('Rows'), numberColumn('Probability'), numberColumn('Reached the goal')],
        calibration.map((bin) => [whole(bin.rows), percent(bin.meanProbability), percent(bin.positiveShare)]),
      ),
    )}
    ${figure(
      'Scores',
      columnChart(
        'Scores',
        'Test rows by score; the dark part reached the goal',
        { x: 'Score, by its upper end', y: 'Rows' },
        scores.map(({ to, rows, positives }) => ({ name: String(to), value: rows, part: positives })),
      ),
      behind(
        'Scores',
        [{ name: 'Score' }, numberColumn('Rows'), numberColumn('Reached the goal')],
        scores.map(({ from, to, rows, positives }) => [`${from} to ${to}`, whole(rows), whole(positives)]),
      ),
    )}
  </div>`;
}

/** Bands of the test rows. */
export const bandTable = ({ bands }: Pick<ModelCard, 'bands'>, caption = 'Bands of the test rows'): Html =>
  table(
    caption,
    [
      { name: 'Band' },
      numberColumn('Rows'),
      numberColumn('Share'),
      numberColumn('Reached the goal'),
      numberColumn('Of all successes'),
      numberColumn('Conversion'),
    ],
    bands.map(({ band, rows, share, positives, conversion, successShare }) => [
      ...[band, whole(rows), percent(share), whole(positives)],
      successShare === undefined ? 'not known' : percent(successShare),
      conversion === undefined ? 'no rows' : html`${percent(conversion)} ${shareBar(conversion)}`,
    ]),
  );

/** What every basis would make of the test rows; nothing on cards of earlier versions. */
export const basisTables = ({ bases = [] }: ModelCard): Html =>
  html`${bases.map(({ basis, bands }) => bandTable({ bands }, `With the score basis ${basis}`))}`;

/** Both rates of the test where they differ by more than chance explains; nothing where they do not. */
export const rateWarningLine = ({ rateWarning: rates }: ModelCard): Html | undefined =>
  rates &&
  html`<p class="WARNING">
    The probabilities do not hold on the newest records: ${rateWords(rates)}. Use ranks until a later training passes.
  </p>`;

/** Confusion counts at several probability thresholds. */
export const thresholdTable = ({ confusion }: ModelCard): Html =>
  table(
    'Test rows by threshold',
    [
      ...[numberColumn('Probability from'), numberColumn('Rightly positive'), numberColumn('Wrongly positive')],
      ...[
        numberColumn('Wrongly negative'),
        numberColumn('Rightly negative'),
        numberColumn('Precision'),
        numberColumn('Recall'),
      ],
    ],
    confusion.map(({ threshold, truePositives, falsePositives, falseNegatives, trueNegatives }) => [
      ...[percent(threshold), whole(truePositives), whole(falsePositives), whole(falseNegatives), whole(trueNegatives)],
      shareOrNone(truePositives, truePositives + falsePositives),
      shareOrNone(truePositives, truePositives + falseNegatives),
    ]),
  );

const shareOrNone = (part: number, whole: number): string => (whole === 0 ? 'none' : percent(part / whole));

/** Realised outcomes of the records that the model has scored. */
export function realisedSection({ realised, timeframeDays }: ModelCard): Html {
  if (!realised) {
    const after = timeframeDays === undefined ? 'the timeframe' : `${timeframeDays} days`;
    return html`<p>Not known yet: a record counts ${after} after its first score from this model.</p>`;
  }
  return html`<p>
      Records that this model scored at least one timeframe before ${realised.measuredAt.slice(0, 10)}, by their first
      band.
    </p>
    ${table(
      'Realised conversion',
      [
        { name: 'Band' },
        numberColumn('Records'),
        numberColumn('Expected'),
        numberColumn('Reached the goal'),
        numberColumn('Conversion'),
      ],
      realised.bands.map(({ band, records, expected, conversions, conversion }) => [
        ...[band, whole(records), decimal(expected, 1), whole(conversions)],
        conversion === undefined ? 'no records' : percent(conversion),
      ]),
    )}`;
}
