import { LightningElement, api } from 'lwc';
import type { Bar } from 'c/barChart';
import { calibrationPoints, liftPoints, rocPoints } from 'c/scoringCard';
import { axisOf } from 'c/scoringCharts';
import { bandLooks } from 'c/scoringScore';
import { formatLabel, formatNumber, formatPercent } from 'c/scoringText';
import type { ModelCard } from '@plumbline/contract';
import type { Series } from 'c/scoringCharts';
import { label } from './labels';

/** The properties of a line chart. */
type LineChart = {
  heading: string;
  summary: string;
  xLabel: string;
  yLabel: string;
  xMin: number;
  xMax?: number;
  yMin: number;
  yMax?: number;
  series: Series[];
};
/** Without bars the chart is not known yet, and the summary says why. */
type BarChart = { heading: string; summary: string; bars?: Bar[] };

const mostFactors = 10;

const summaryOf = (bars: Bar[]): string => bars.map((bar) => `${bar.label}: ${bar.text}`).join('; ');

/** The charts of a model: its results on test records, and on the records that it has scored since. */
export default class ModelCharts extends LightningElement {
  @api card?: ModelCard;
  label = label;
  column = 'slds-col slds-size_1-of-1 slds-large-size_1-of-2 slds-m-bottom_medium';

  get lineCharts(): LineChart[] {
    return [this.roc, this.lift, this.calibration];
  }

  private get roc(): LineChart {
    return {
      heading: label.ROC,
      summary: formatLabel(label.ROC_SUMMARY, formatNumber(this.card?.auc ?? 0, 3)),
      ...{ xLabel: label.FALSE_RATE, yLabel: label.TRUE_RATE, xMin: 0, xMax: 100, yMin: 0, yMax: 100 },
      series: withReference(this.card ? rocPoints(this.card) : [], [0, 0, 100, 100], label.CHANCE),
    };
  }

  private get lift(): LineChart {
    return {
      heading: label.LIFT,
      summary: formatLabel(label.LIFT_SUMMARY, formatNumber(this.card?.topDecileLift ?? 0, 1)),
      ...{ xLabel: label.LIFT_SHARE, yLabel: label.LIFT_TIMES, xMin: 0, xMax: 100, yMin: 0 },
      series: withReference(this.card ? liftPoints(this.card) : [], [0, 1, 100, 1], label.CHANCE),
    };
  }

  /** Both axes have the same end, so that exact probabilities lie on the diagonal. */
  private get calibration(): LineChart {
    const points = this.card ? calibrationPoints(this.card) : [];
    const most = axisOf([0, 1, ...points.flatMap(({ x, y }) => [x, y])]).to;
    const error = 100 * (this.card?.expectedCalibrationError ?? 0);
    return {
      heading: label.CALIBRATION,
      summary: formatLabel(label.CALIBRATION_SUMMARY, formatNumber(error, 1)),
      ...{ xLabel: label.PROBABILITY, yLabel: label.OUTCOME, xMin: 0, xMax: most, yMin: 0, yMax: most },
      series: withReference(points, [0, 0, most, most], label.EXACT),
    };
  }

  get scores(): { from: number; to: number; count: number }[] {
    return (this.card?.scores ?? []).map(({ from, to, rows }) => ({ from, to, count: rows }));
  }

  get scoresSummary(): string {
    const most = [...this.scores].sort((one, other) => other.count - one.count)[0];
    if (most === undefined) return label.SCORES;
    return formatLabel(label.SCORES_SUMMARY, formatNumber(most.from), formatNumber(most.to), formatNumber(most.count));
  }

  get barCharts(): BarChart[] {
    const { bands, realised, factors } = this;
    const [first] = factors;
    return [
      { heading: label.BANDS, summary: summaryOf(bands), bars: bands },
      {
        heading: label.REALISED,
        summary: realised === undefined ? label.REALISED_LATER : summaryOf(realised),
        bars: realised,
      },
      {
        heading: label.FACTORS,
        summary: first === undefined ? label.FACTORS : formatLabel(label.FACTORS_SUMMARY, first.label, first.text),
        bars: factors,
      },
    ];
  }

  private get bands(): Bar[] {
    return (this.card?.bands ?? []).map(({ band, rows, positives, conversion }) => ({
      label: bandLooks[band].word,
      value: conversion ?? 0,
      text:
        conversion === undefined
          ? label.NO_RECORDS
          : formatLabel(label.BAND, formatPercent(conversion, 1), formatNumber(positives), formatNumber(rows)),
    }));
  }

  /** The outcomes of the records that the model has scored, by their first band. */
  private get realised(): Bar[] | undefined {
    return this.card?.realised?.bands.map(({ band, records, conversions, expected, conversion }) => ({
      label: bandLooks[band].word,
      value: conversion ?? 0,
      text:
        conversion === undefined
          ? label.UNDEFINED
          : formatLabel(
              label.REALISED_VALUE,
              formatPercent(conversion, 1),
              formatNumber(conversions),
              formatNumber(records),
              formatNumber(expected, 1),
            ),
    }));
  }

  private get factors(): Bar[] {
    const strongest = (this.card?.strongestFields ?? []).slice(0, mostFactors);
    return strongest.map((field) => ({ label: field.label, value: field.share, text: formatPercent(field.share) }));
  }
}

/** The line of the model, and a straight dashed one as a reference; nothing without points. */
function withReference(
  points: Series['points'],
  [x1, y1, x2, y2]: [number, number, number, number],
  name: string,
): Series[] {
  if (points.length === 0) return [];
  const straight = [
    { x: x1, y: y1 },
    { x: x2, y: y2 },
  ];
  return [
    { name: label.MODEL, points },
    { name, isDashed: true, points: straight },
  ];
}
