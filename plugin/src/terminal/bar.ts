/** A bar of at most `width` characters for a share from 0 to 1; any share above 0 shows at least one. */
export function bar(share: number, width: number): string {
  const length = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(share > 0 ? Math.max(1, length) : 0);
}

/** A bar that grows from the middle: to the left for negative values, to the right for positive ones. */
export function sidedBar(value: number, largest: number, width: number): string {
  const drawn = bar(largest > 0 ? Math.abs(value) / largest : 0, width);
  const [left, right] = value < 0 ? [drawn, ''] : ['', drawn];
  return `${left.padStart(width)}│${right.padEnd(width)}`;
}

/** A sparkline of values, scaled to the largest. */
export function sparkline(values: number[]): string {
  const steps = '▁▂▃▄▅▆▇█';
  const largest = Math.max(...values, 0);
  return values
    .map((value) => steps[largest > 0 ? Math.min(steps.length - 1, Math.floor((value / largest) * steps.length)) : 0])
    .join('');
}
