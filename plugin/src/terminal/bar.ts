/** A bar of at most `width` signs, for a share of 0 to 1; what is more than nothing shows at least one. */
export function bar(share: number, width: number): string {
  const signs = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(share > 0 ? Math.max(1, signs) : 0);
}

/** A bar that grows from the middle: to the left what lowers, to the right what raises. */
export function sidedBar(value: number, largest: number, width: number): string {
  const drawn = bar(largest > 0 ? Math.abs(value) / largest : 0, width);
  const [left, right] = value < 0 ? [drawn, ''] : ['', drawn];
  return `${left.padStart(width)}│${right.padEnd(width)}`;
}

/** A line through values, as high as their share of the largest. */
export function sparkline(values: number[]): string {
  const steps = '▁▂▃▄▅▆▇█';
  const largest = Math.max(...values, 0);
  return values
    .map((value) => steps[largest > 0 ? Math.min(steps.length - 1, Math.floor((value / largest) * steps.length)) : 0])
    .join('');
}
