/** The text of an auto-number in the platform's display format: `RUN-{00000}`, `{YYYY}-{0}`. */
export function formatNumber(format: string, number: number, now: Date): string {
  const year = String(now.getUTCFullYear());
  const parts: Record<string, string> = {
    '{YYYY}': year,
    '{YY}': year.slice(2),
    '{MM}': String(now.getUTCMonth() + 1).padStart(2, '0'),
    '{DD}': String(now.getUTCDate()).padStart(2, '0'),
  };
  return format
    .replace(/\{(?:YYYY|YY|MM|DD)\}/g, (part) => parts[part] ?? part)
    .replace(/\{(0+)\}/, (_, zeros: string) => String(number).padStart(zeros.length, '0'));
}
