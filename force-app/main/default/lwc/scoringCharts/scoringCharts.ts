/** The geometry of charts: axes, positions and paths. Pure functions: no element, no color. */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { dayMs, formatDate, formatDateTime, formatNumber } from 'c/scoringText';

export type Point = { x: number; y: number };

/** A line through its points; a dashed line is a reference. */
export type Series = { name: string; points: Point[]; isDashed?: boolean };

/** The part of the drawing between the axes, in units of the drawing. */
export type Plot = { width: number; height: number; left: number; right: number; top: number; bottom: number };

/** The range of an axis, and the values that have a mark. */
export type Axis = { from: number; to: number; step: number; ticks: number[] };

/** All charts have the same size, so that they line up. */
export const plot: Plot = { width: 360, height: 220, left: 52, right: 348, top: 12, bottom: 172 };

/** A step of 1, 2 or 5 times a power of ten that is at least as long. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= rough * 0.999) ?? 10;
  return factor * power;
}

/** Rounded, so that three steps of 0.1 are 0.3. */
const roundOff = (value: number): number => Number(value.toPrecision(12));

type AxisOptions = { min?: number; max?: number; steps?: number; isWhole?: boolean };

/** An axis that includes all values. It ends at `min` and `max` where these are given, else at a round number. */
export function axisOf(values: number[], { min, max, steps = 5, isWhole = false }: AxisOptions = {}): Axis {
  const low = min ?? Math.min(...values);
  const high = Math.max(max ?? Math.max(...values), low);
  const rough = niceStep((high - low || 1) / steps);
  const step = isWhole ? Math.max(1, rough) : rough;
  const from = min ?? roundOff(Math.floor(low / step) * step);
  const to = max ?? Math.max(roundOff(Math.ceil(high / step) * step), roundOff(from + step));
  const first = Math.ceil(roundOff(from / step));
  const count = Math.floor(roundOff(to / step)) - first + 1;
  return { from, to, step, ticks: Array.from({ length: count }, (_, index) => roundOff((first + index) * step)) };
}

/** A time axis (milliseconds) with a mark every so many whole days. */
export function dateAxisOf(values: number[], { min, max, steps = 5 }: AxisOptions = {}): Axis {
  const from = min ?? Math.min(...values);
  const to = Math.max(max ?? Math.max(...values), from + dayMs);
  const step = Math.ceil((to - from) / dayMs / steps) * dayMs;
  const count = Math.floor((to - from) / step) + 1;
  return { from, to, step, ticks: Array.from({ length: count }, (_, index) => from + index * step) };
}

/** The position of a value between the two ends of its axis. */
export const positionOf = ({ from, to }: Axis, value: number, start: number, end: number): number =>
  roundOff(start + ((value - from) / (to - from)) * (end - start));

const roundPosition = (value: number): string => String(Math.round(value * 10) / 10);

/** The attribute `d` of a path through some points. */
export const pathOf = (points: Point[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${roundPosition(x)},${roundPosition(y)}`).join('');

/** A value as it is written beside its axis, with as many digits as the steps need. */
export function formatTick(value: number, { step }: Axis): string {
  return formatNumber(value, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}

/** A date, with the time of day where the marks of the axis are a day apart or less. */
export const formatTime = (time: number, { step }: Axis): string =>
  (step > dayMs ? formatDate : formatDateTime)(new Date(time).toISOString());

/** Day and month, for the marks of an axis. */
export const formatShortDate = (time: number): string =>
  new Date(time).toLocaleDateString(LOCALE, { month: 'short', day: 'numeric', timeZone: TIME_ZONE });

/** A mark of an axis: its label and its position. */
export type Mark = { key: number; label: string; at: number };

/** The marks of the vertical axis. */
export const marksUpward = (axis: Axis): Mark[] =>
  axis.ticks.map((value) => ({
    key: value,
    label: formatTick(value, axis),
    at: positionOf(axis, value, plot.bottom, plot.top),
  }));

/** A vertical column of the drawing. */
export type Column = { x: number; y: number; width: number; height: number };

/** The column at one of several equal positions, from one value to another. */
export function columnOf(axis: Axis, place: number, places: number, from: number, to: number): Column {
  const wide = (plot.right - plot.left) / places;
  const gap = Math.min(4, wide * 0.2);
  const [base, top] = [from, to].map((value) => positionOf(axis, value, plot.bottom, plot.top)) as [number, number];
  return {
    x: roundOff(plot.left + place * wide + gap / 2),
    y: top,
    width: roundOff(wide - gap),
    height: roundOff(base - top),
  };
}
