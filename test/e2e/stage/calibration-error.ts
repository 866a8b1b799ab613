/** Expected calibration error with ten equally large bins by prediction. */
export function calibrationError(pairs: { predicted: number; actual: number }[], groups = 10): number {
  const sorted = pairs.toSorted((one, other) => one.predicted - other.predicted);
  let error = 0;
  for (let group = 0; group < groups; group++) {
    const start = Math.floor((group * sorted.length) / groups);
    const part = sorted.slice(start, Math.floor(((group + 1) * sorted.length) / groups));
    const distance = part.reduce((sum, { predicted, actual }) => sum + predicted - actual, 0);
    error += Math.abs(distance) / sorted.length;
  }
  return error;
}
