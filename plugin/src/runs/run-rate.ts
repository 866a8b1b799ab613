/** Formats a duration: `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function readableSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Measures records per second since the first call, and the remaining time at this rate. */
export function createRate(): (
  done: number,
  total: number | undefined,
  nowMs: number,
) => {
  perSecond?: number;
  left?: string;
} {
  let first: { done: number; atMs: number } | undefined;
  return (done, total, nowMs) => {
    first ??= { done, atMs: nowMs };
    const seconds = (nowMs - first.atMs) / 1000;
    const since = done - first.done;
    if (seconds < 1 || since <= 0) return {};
    const perSecond = since / seconds;
    return {
      perSecond: Math.round(perSecond),
      ...(total !== undefined && { left: readableSeconds((total - done) / perSecond) }),
    };
  };
}
