/** A straight line over margins: log odds = slope * margin + shift. */
export type MarginScale = { slope: number; shift: number };

const NEWTON_STEPS = 25;

/** Rows of belief in a slope of 1, which keeps the line in bounds where the margins part the outcomes without fail. */
const BELIEF = 1;

/** The line that gives margins their least log loss (Platt's scaling), and that loss in total. */
export function fitMarginScale(margins: Float64Array, labels: Uint8Array): MarginScale & { loss: number } {
  let slope = 1;
  let shift = 0;
  let loss = scaledLoss(margins, labels, slope, shift);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let [gradientSlope, gradientShift, ss, sb, bb] = [BELIEF * (slope - 1), 0, BELIEF, 0, 1e-9];
    for (let row = 0; row < margins.length; row++) {
      const margin = margins[row] as number;
      const probability = 1 / (1 + Math.exp(-slope * margin - shift));
      const residual = probability - (labels[row] as number);
      const curvature = Math.max(1e-12, probability * (1 - probability));
      gradientSlope += residual * margin;
      gradientShift += residual;
      ss += curvature * margin * margin;
      sb += curvature * margin;
      bb += curvature;
    }
    const determinant = ss * bb - sb * sb;
    const bySlope = (bb * gradientSlope - sb * gradientShift) / determinant;
    const byShift = (ss * gradientShift - sb * gradientSlope) / determinant;
    let size = 1;
    let next = scaledLoss(margins, labels, slope - bySlope, shift - byShift);
    while (!(next <= loss) && size > 1e-4) {
      size /= 2;
      next = scaledLoss(margins, labels, slope - size * bySlope, shift - size * byShift);
    }
    if (!(next <= loss)) break;
    slope -= size * bySlope;
    shift -= size * byShift;
    const gain = loss - next;
    loss = next;
    if (gain < 1e-7 * loss) break;
  }
  return { slope, shift, loss: loss - (BELIEF / 2) * (slope - 1) ** 2 };
}

function scaledLoss(margins: Float64Array, labels: Uint8Array, slope: number, shift: number): number {
  let sum = (BELIEF / 2) * (slope - 1) ** 2;
  for (let row = 0; row < margins.length; row++) {
    sum += logLoss(slope * (margins[row] as number) + shift, labels[row] as number);
  }
  return sum;
}

const logLoss = (margin: number, label: number): number =>
  Math.max(margin, 0) - margin * label + Math.log1p(Math.exp(-Math.abs(margin)));

/** The log loss of every row's margin as it is. */
export const rowLogLosses = (margins: Float64Array, labels: Uint8Array): Float64Array =>
  margins.map((margin, row) => logLoss(margin, labels[row] as number));

/** Adds up log losses (not their mean) of margins as they are. */
export const totalLogLoss = (margins: Float64Array, labels: Uint8Array): number => scaledLoss(margins, labels, 1, 0);
