import { LightningElement, api } from 'lwc';
import { calibrationPoints, liftPoints, rocPoints } from 'c/scoringCard';
import { axisOf } from 'c/scoringCharts';
import { bandLooks } from 'c/scoringScore';
import { formatLabel, formatNumber, formatPercent } from 'c/scoringText';
import type { ModelCard } from '@plumbline/contract';
import type { Series } from 'c/scoringCharts';
import { label } from './labels';

type Bar = { label: string; value: number; text: string };

const shownFactors = 10;

const summaryOf = (bars: Bar[]): string => bars.map((bar) => `${bar.label}: ${bar.text}`).join('; ');

/** What the model did with records that it had not seen, and with those it has scored since, drawn. */
export default class ModelCharts extends LightningElement {
  @api card?: ModelCard;
  label = label;
  zero = 0;
  hundred = 100;

  get rocSummary(): string {
    return formatLabel(label.ROC_SUMMARY, formatNumber(this.card?.auc ?? 0, 3));
  }

  get roc(): Series[] {
    return this.compared(this.card ? rocPoints(this.card) : [], [0, 0, 100, 100], label.CHANCE);
  }

  get liftSummary(): string {
    return formatLabel(label.LIFT_SUMMARY, formatNumber(this.card?.topDecileLift ?? 0, 1));
  }

  get lift(): Series[] {
    return this.compared(this.card ? liftPoints(this.card) : [], [0, 1, 100, 1], label.CHANCE);
  }

  get calibrationSummary(): string {
    return formatLabel(label.CALIBRATION_SUMMARY, formatNumber(100 * (this.card?.expectedCalibrationError ?? 0), 1));
  }

  get calibration(): Series[] {
    return this.compared(this.calibrationPoints, [0, 0, this.calibrationMax, this.calibrationMax], label.EXACT);
  }

  private get calibrationPoints(): { x: number; y: number }[] {
    return this.card ? calibrationPoints(this.card) : [];
  }

  /** Both axes end alike, so that exact probabilities lie on the diagonal. */
  get calibrationMax(): number {
    return axisOf([0, 1, ...this.calibrationPoints.flatMap(({ x, y }) => [x, y])]).to;
  }

  get scores(): { from: number; to: number; count: number }[] {
    return (this.card?.scores ?? []).map(({ from, to, rows }) => ({ from, to, count: rows }));
  }

  get scoresSummary(): string {
    const most = [...this.scores].sort((one, other) => other.count - one.count)[0];
    if (most === undefined) return label.SCORES;
    return formatLabel(label.SCORES_SUMMARY, formatNumber(most.from), formatNumber(most.to), formatNumber(most.count));
  }

  get bands(): Bar[] {
    return (this.card?.bands ?? []).map(({ band, rows, positives, conversion }) => ({
      label: bandLooks[band].word,
      value: conversion ?? 0,
      text:
        conversion === undefined
          ? label.NO_RECORDS
          : formatLabel(label.BAND, formatPercent(conversion, 1), formatNumber(positives), formatNumber(rows)),
    }));
  }

  get bandsSummary(): string {
    return summaryOf(this.bands);
  }

  get isRealised(): boolean {
    return this.card?.realised !== undefined;
  }

  /** What became of the records that the model has scored, by the band it first gave them. */
  get realised(): Bar[] {
    return (this.card?.realised?.bands ?? []).map(({ band, records, conversions, expected, conversion }) => ({
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

  get realisedSummary(): string {
    return summaryOf(this.realised);
  }

  get factors(): Bar[] {
    const strongest = (this.card?.strongestFields ?? []).slice(0, shownFactors);
    return strongest.map((field) => ({ label: field.label, value: field.share, text: formatPercent(field.share) }));
  }

  get factorsSummary(): string {
    const [first] = this.factors;
    return first === undefined ? label.FACTORS : formatLabel(label.FACTORS_SUMMARY, first.label, first.text);
  }

  /** The model's line, and a dashed one from one point to another to compare it with; no line without points. */
  private compared(
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
}
