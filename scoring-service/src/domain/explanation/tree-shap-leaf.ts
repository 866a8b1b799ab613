/**
 * Shapley values of one leaf for every way a row can stand to its path.
 *
 * A leaf worth `value` hangs below `d` columns; a row satisfies the conditions of some of them (the bits of `mask`),
 * and a column left out of the game lets `zeroFractions[j]` of the rows through (the product of the cover ratios of
 * its conditions). A coalition T of columns is then worth value x prod(T: satisfied?) x prod(not T: zero fraction),
 * and the share of column j stands at `mask * d + j`. Only sums and products of positive numbers: nothing cancels.
 */
export function leafContributions(value: number, zeroFractions: number[]): Float64Array {
  const columnCount = zeroFractions.length;
  const maskCount = 1 << columnCount;
  const weighted = weightedCoalitions(zeroFractions);
  const contributions = new Float64Array(maskCount * columnCount);
  for (let mask = 0; mask < maskCount; mask++) {
    let passed = value;
    zeroFractions.forEach((fraction, j) => {
      if ((mask & (1 << j)) === 0) passed *= fraction;
    });
    // A coalition with an unsatisfied column is worth nothing, so only coalitions within the mask count.
    zeroFractions.forEach((fraction, j) => {
      const bit = 1 << j;
      const isSatisfied = (mask & bit) !== 0;
      contributions[mask * columnCount + j] = isSatisfied
        ? (1 - fraction) * passed * (weighted[mask ^ bit] as number)
        : -passed * (weighted[mask] as number);
    });
  }
  return contributions;
}

/**
 * For every set S of columns: the sum over T within S of |T|! (d - |T| - 1)! / d! x prod(S without T: zero fraction).
 * By the elementary symmetric polynomials of the fractions in S, each set from the set without its highest column.
 */
function weightedCoalitions(zeroFractions: number[]): Float64Array {
  const columnCount = zeroFractions.length;
  const weights = shapleyWeights(columnCount);
  const stride = columnCount + 1;
  const symmetric = new Float64Array((1 << columnCount) * stride);
  const weighted = new Float64Array(1 << columnCount);
  symmetric[0] = 1;
  for (let set = 0; set < weighted.length; set++) {
    const size = bitCount(set);
    if (set > 0) {
      const highest = 31 - Math.clz32(set);
      const fraction = zeroFractions[highest] as number;
      const rest = (set ^ (1 << highest)) * stride;
      for (let order = 0; order <= size; order++) {
        const below = order > 0 ? (symmetric[rest + order - 1] as number) : 0;
        symmetric[set * stride + order] = (symmetric[rest + order] as number) + fraction * below;
      }
    }
    let sum = 0;
    for (let joined = 0; joined <= Math.min(size, columnCount - 1); joined++) {
      sum += (weights[joined] as number) * (symmetric[set * stride + size - joined] as number);
    }
    weighted[set] = sum;
  }
  return weighted;
}

/** |T|! (d - |T| - 1)! / d! for |T| = 0 to d - 1. */
function shapleyWeights(columnCount: number): number[] {
  const weights: number[] = [];
  let weight = 1 / columnCount;
  for (let joined = 0; joined < columnCount; joined++) {
    weights.push(weight);
    weight *= (joined + 1) / (columnCount - joined - 1);
  }
  return weights;
}

function bitCount(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}
