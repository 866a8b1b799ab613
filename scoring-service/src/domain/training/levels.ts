/** Levels with the number of their rows, the most frequent first, equals in code unit order. */
export function countLevels(values: (string | undefined)[]): { level: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const levels = Array.from(counts, ([level, count]) => ({ level, count }));
  return levels.sort((a, b) => b.count - a.count || (a.level < b.level ? -1 : 1));
}
