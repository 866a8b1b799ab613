import { effectOf } from './draw-rows.ts';
import type { Cell, Draw, DrawRecord } from './draw-rows.ts';

/** Data with a known truth of one kind, so that nothing is tuned to one table. */
export type DataSet = { name: string; trainRows: number; record: DrawRecord };

type Fields = Record<string, Cell>;

/** Columns of normal numbers: `x0`, `x1` … */
const normals = (draw: Draw, count: number, prefix = 'x'): number[] & { cells: Fields } => {
  const values = Array.from({ length: count }, () => draw.normal());
  return Object.assign(values, {
    cells: Object.fromEntries(values.map((value, index) => [`${prefix}${index}`, value])),
  });
};

/** Fields of these numbers of categories, with the sum of their effects. */
function levelFields(draw: Draw, counts: number[]): { cells: Fields; effect: number } {
  const cells: Fields = {};
  let effect = 0;
  counts.forEach((count, index) => {
    const level = draw.level(count);
    cells[`field${index}`] = `level ${level}`;
    effect += effectOf(`field${index}`, level);
  });
  return { cells, effect };
}

const smallMixed: DrawRecord = (draw) => {
  const [calls = 0, size = 0, age = 0] = normals(draw, 3);
  const { cells, effect } = levelFields(draw, [6, 4, 25]);
  return {
    cells: { calls, size, age, ...cells },
    logOdds: -1.2 + 0.8 * calls + 0.4 * Math.max(0, size) + 0.5 * effect,
  };
};

const manyLevels: DrawRecord = (draw) => {
  const { cells, effect } = levelFields(draw, [400, 150, 40]);
  return { cells, logOdds: -1.8 + 0.8 * effect };
};

const onlyLevels: DrawRecord = (draw) => {
  const { cells, effect } = levelFields(draw, [60, 60, 40, 30, 12, 8]);
  return { cells, logOdds: -1 + 0.5 * effect };
};

const interactions: DrawRecord = (draw) => {
  const x = normals(draw, 8);
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = x;
  const kind = draw.below(3);
  const logOdds = -0.8 + 1.1 * a * b + 0.9 * Math.sign(c) * d + (kind === 0 ? 1.2 * e : kind === 1 ? -1.2 * e : 0);
  return { cells: { ...x.cells, kind: `kind ${kind}` }, logOdds };
};

const pairs: DrawRecord = (draw) => {
  const [product, region, source] = [draw.level(20), draw.level(15), draw.level(8)];
  const [calls = 0] = normals(draw, 1);
  const pair = effectOf('pair', product * 15 + region);
  const cells = { product: `p${product}`, region: `r${region}`, source: `s${source}`, calls };
  return { cells, logOdds: -1.5 + 1.1 * pair + 0.6 * effectOf('source', source) + 0.4 * calls };
};

const linear: DrawRecord = (draw) => {
  const x = normals(draw, 12);
  const logOdds = x.reduce((sum, value, index) => sum + value * effectOf('slope', index) * 0.45, -1);
  return { cells: x.cells, logOdds };
};

const heavyMissing: DrawRecord = (draw) => {
  const x = normals(draw, 10);
  const cells: Fields = {};
  let logOdds = -1.3;
  x.forEach((value, index) => {
    const isMissing = draw.unit() < 0.45 + 0.05 * index;
    cells[`x${index}`] = isMissing ? Number.NaN : value;
    logOdds += isMissing ? 0.25 * effectOf('gap', index) : 0.6 * value * effectOf('slope', index);
  });
  const source = draw.unit() < 0.5 ? undefined : draw.level(12);
  cells['source'] = source === undefined ? undefined : `s${source}`;
  return { cells, logOdds: logOdds + (source === undefined ? -0.7 : 0.7 * effectOf('source', source)) };
};

const rarePositives: DrawRecord = (draw) => {
  const [calls = 0, mails = 0, other = 0] = normals(draw, 3);
  const { cells, effect } = levelFields(draw, [30, 10, 5]);
  const logOdds = -5.2 + 0.9 * calls + 0.7 * Math.max(0, mails) + 0.6 * effect;
  return { cells: { calls, mails, other, ...cells }, logOdds };
};

const skewed: DrawRecord = (draw) => {
  const z = normals(draw, 4);
  const [revenue = 0, staff = 0, visits = 0, age = 0] = z.map((value, index) => Math.exp((1 + index / 2) * value + 3));
  const [a = 0, b = 0, c = 0] = z;
  const cells = { revenue: Math.round(revenue), staff: Math.round(staff), visits: Math.round(visits), age };
  return { cells, logOdds: -1.4 + 0.8 * a + 0.9 * Number(b > 0.6) - 0.8 * Number(c < -0.8) };
};

const drift: DrawRecord = (draw, share) => {
  const x = normals(draw, 6);
  const source = draw.level(10);
  const turn = Math.cos(1.8 * share);
  const [a = 0, b = 0, c = 0] = x;
  const logOdds =
    -1 - 0.6 * share + turn * a + 0.8 * b + 0.5 * c + 0.6 * effectOf(share < 0.6 ? 'early' : 'late', source);
  return { cells: { ...x.cells, source: `s${source}` }, logOdds };
};

const SLOPES = [0.8, -0.6, 0.5, 0.4, 0.3];

const noise: DrawRecord = (draw) => {
  const signal = normals(draw, 5);
  const unrelated = normals(draw, 55, 'noise');
  const { cells, effect } = levelFields(draw, [9]);
  const more = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`any${index}`, `v${draw.level(30)}`]));
  const logOdds = signal.reduce((sum, value, index) => sum + value * (SLOPES[index] ?? 0), -1.2);
  return { cells: { ...signal.cells, ...unrelated.cells, ...cells, ...more }, logOdds: logOdds + 0.5 * effect };
};

const RANKS = ['Chief', 'VP', 'Director', 'Head', 'Manager', 'Specialist', 'Assistant', 'Intern'];
const AREAS = ['Marketing', 'Sales', 'IT', 'Finance', 'Operations', 'Purchasing', 'People', 'Legal', 'Research'];
const PLACES = ['EMEA', 'Nordics', 'North America', 'Iberia', 'DACH', 'APAC', 'Benelux', 'Global'];

const titles: DrawRecord = (draw) => {
  const [rank, area, place] = [draw.below(RANKS.length), draw.below(AREAS.length), draw.below(PLACES.length)];
  const prefix = draw.unit() < 0.4 ? 'Senior ' : '';
  const title = `${prefix}${RANKS[rank]} ${AREAS[area]}, ${PLACES[place]} ${1 + draw.below(6)}`;
  const [calls = 0] = normals(draw, 1);
  const effect = effectOf('rank', rank) + 0.5 * effectOf('area', area) + (prefix === '' ? 0 : 0.4);
  return {
    cells: { title: draw.unit() < 0.05 ? undefined : title, calls },
    logOdds: -1.3 + 0.9 * effect + 0.5 * calls,
  };
};

const choices: DrawRecord = (draw) => {
  const chosen = Array.from({ length: 9 }, (_, index) => index).filter(() => draw.unit() < 0.3);
  const effect = chosen.reduce((sum, choice) => sum + effectOf('choice', choice), 0);
  const { cells, effect: others } = levelFields(draw, [7, 5]);
  const interests = chosen.length === 0 ? undefined : chosen.map((choice) => `Interest ${choice}`).join(';');
  return { cells: { interests, ...cells }, logOdds: -1 + 0.9 * effect + 0.4 * others };
};

const counts: DrawRecord = (draw) => {
  const intent = draw.normal();
  const poisson = (mean: number): number => {
    let events = 0;
    for (let left = mean; ; events++) {
      left += Math.log(1 - draw.unit());
      if (left < 0) return events;
    }
  };
  const [calls, mails, visits] = [poisson(Math.exp(0.6 * intent)), poisson(2 * Math.exp(0.4 * intent)), poisson(3)];
  const sinceCall = calls === 0 ? Number.NaN : Math.round((90 * draw.unit()) / calls);
  const { cells, effect } = levelFields(draw, [8, 12, 70]);
  const logOdds = -3 + 0.9 * Math.log1p(calls) + 0.4 * Math.log1p(mails) + 0.5 * effect - (sinceCall > 30 ? 0.6 : 0);
  return { cells: { calls, mails, visits, sinceCall, ...cells }, logOdds };
};

const weak: DrawRecord = (draw) => {
  const x = normals(draw, 15);
  const { cells, effect } = levelFields(draw, [10, 40]);
  const [a = 0, b = 0, c = 0] = x;
  return { cells: { ...x.cells, ...cells }, logOdds: -1.5 + 0.22 * a + 0.15 * b * c + 0.18 * effect };
};

const smooth: DrawRecord = (draw) => {
  const [a, b, c, d] = [6 * draw.unit(), 6 * draw.unit(), draw.unit(), draw.unit()];
  return { cells: { a, b, c, d }, logOdds: -0.8 + 1.2 * Math.sin(a) + 0.9 * Math.cos(1.3 * b) + 2 * (c - 0.5) ** 2 };
};

const copies: DrawRecord = (draw) => {
  const [cause = 0, other = 0] = normals(draw, 2);
  const cells: Fields = { other };
  for (let copy = 0; copy < 12; copy++) cells[`copy${copy}`] = cause + 0.7 * draw.normal();
  for (let copy = 0; copy < 5; copy++) cells[`band${copy}`] = `band ${Math.round(cause + 0.6 * draw.normal())}`;
  return { cells, logOdds: -1 + 1.1 * cause + 0.7 * other };
};

/** Each has another difficulty. */
export const dataSets: readonly DataSet[] = [
  { name: 'tiny', trainRows: 300, record: smallMixed },
  { name: 'small mixed', trainRows: 1000, record: smallMixed },
  { name: 'many levels', trainRows: 3000, record: manyLevels },
  { name: 'only levels, small', trainRows: 1200, record: onlyLevels },
  { name: 'interactions', trainRows: 8000, record: interactions },
  { name: 'pairs of levels', trainRows: 10_000, record: pairs },
  { name: 'linear', trainRows: 2000, record: linear },
  { name: 'heavy missing', trainRows: 4000, record: heavyMissing },
  { name: 'rare positives', trainRows: 12_000, record: rarePositives },
  { name: 'skewed numbers', trainRows: 3000, record: skewed },
  { name: 'drift', trainRows: 5000, record: drift },
  { name: 'noise columns', trainRows: 2000, record: noise },
  { name: 'text-like levels', trainRows: 4000, record: titles },
  { name: 'several choices', trainRows: 2500, record: choices },
  { name: 'activity counts', trainRows: 8000, record: counts },
  { name: 'weak signal', trainRows: 4000, record: weak },
  { name: 'smooth curves', trainRows: 4000, record: smooth },
  { name: 'near copies', trainRows: 2000, record: copies },
];
