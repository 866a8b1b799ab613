import { html } from './html.ts';
import type { Html } from './html.ts';

type Point = { x: number; y: number };

/** A line on a square of 0 to 1; a reference line, such as that of a random model, is drawn thin. */
type Line = { name: string; points: readonly Point[]; isReference?: boolean; withDots?: boolean };

type Axes = { x: string; y: string };

const SIZE = 260;
const LEFT = 44;
const BOTTOM = 40;
const TOP = 8;
const WIDTH = LEFT + SIZE + 10;
const HEIGHT = TOP + SIZE + BOTTOM;

const placeX = (x: number): string => (LEFT + x * SIZE).toFixed(1);
const placeY = (y: number): string => (TOP + (1 - y) * SIZE).toFixed(1);

/** Lines over shares from 0 to 1. A table beside the chart has its figures, for readers who cannot see it. */
export function lineChart(title: string, summary: string, axes: Axes, lines: readonly Line[]): Html {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (tick) =>
      html`<line class="grid" x1="${placeX(0)}" x2="${placeX(1)}" y1="${placeY(tick)}" y2="${placeY(tick)}" />
        <text class="tick" x="${LEFT - 6}" y="${placeY(tick)}" text-anchor="end" dominant-baseline="middle"
          >${100 * tick}</text
        >
        <text class="tick" x="${placeX(tick)}" y="${TOP + SIZE + 14}" text-anchor="middle">${100 * tick}</text>`,
  );
  const drawn = lines.map(({ points, isReference, withDots }) => {
    const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${placeX(x)} ${placeY(y)}`).join('');
    const dots = withDots
      ? points.map(({ x, y }) => html`<circle class="dot" cx="${placeX(x)}" cy="${placeY(y)}" r="3.5" />`)
      : [];
    return html`<path class="${isReference ? 'reference' : 'line'}" d="${path}" />${dots}`;
  });
  return html`<svg role="img" aria-label="${`${title}. ${summary}`}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
    ${ticks}${drawn}
    <text class="axis" x="${placeX(0.5)}" y="${HEIGHT - 6}" text-anchor="middle">${axes.x}</text>
    <text class="axis" x="12" y="${placeY(0.5)}" text-anchor="middle" transform="rotate(-90 12 ${placeY(0.5)})">
      ${axes.y}
    </text>
  </svg>`;
}

/** A column and its filled part. */
type ColumnBar = { name: string; value: number; part: number };

/** Columns from 0 to the highest value, each with its part in a darker colour. */
export function columnChart(title: string, summary: string, axes: Axes, columns: readonly ColumnBar[]): Html {
  const highest = Math.max(1, ...columns.map(({ value }) => value));
  const width = SIZE / Math.max(1, columns.length);
  const drawn = columns.map(({ name, value, part }, index) => {
    const x = (LEFT + index * width + 2).toFixed(1);
    const bar = (height: number, kind: string) =>
      html`<rect
        class="${kind}"
        x="${x}"
        y="${placeY(height / highest)}"
        width="${(width - 4).toFixed(1)}"
        height="${((height / highest) * SIZE).toFixed(1)}"
      />`;
    const label = html`<text
      class="tick"
      x="${(LEFT + (index + 0.5) * width).toFixed(1)}"
      y="${TOP + SIZE + 14}"
      text-anchor="middle"
      >${name}</text
    >`;
    return html`${bar(value, 'bar')}${bar(part, 'part')}${label}`;
  });
  const ticks = [0, 0.5, 1].map(
    (tick) =>
      html`<text class="tick" x="${LEFT - 6}" y="${placeY(tick)}" text-anchor="end" dominant-baseline="middle"
        >${Math.round(tick * highest)}</text
      >`,
  );
  return html`<svg role="img" aria-label="${`${title}. ${summary}`}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
    <line class="grid" x1="${placeX(0)}" x2="${placeX(1)}" y1="${placeY(0)}" y2="${placeY(0)}" />
    ${ticks}${drawn}
    <text class="axis" x="${placeX(0.5)}" y="${HEIGHT - 6}" text-anchor="middle">${axes.x}</text>
  </svg>`;
}

/** A bar in a table cell, beside its number. */
export const shareBar = (share: number): Html => {
  const width = (100 * Math.min(1, Math.max(0, share))).toFixed(1);
  return html`<svg class="share" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">
    <rect class="part" width="${width}" height="10" />
  </svg>`;
};

/** A bar to the left of the middle for a lowering effect, to the right for a raising one. */
export function effectBar(contribution: number, largest: number): Html {
  const width = largest === 0 ? 0 : (50 * Math.abs(contribution)) / largest;
  const x = contribution < 0 ? 50 - width : 50;
  return html`<svg class="share" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">
    <line class="grid" x1="50" x2="50" y1="0" y2="10" />
    <rect class="${contribution < 0 ? 'lowers' : 'part'}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10" />
  </svg>`;
}
