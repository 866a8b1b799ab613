import type { Program, RuntimeClass } from './program.ts';

export type Coverage = { name: string; kind: 'ApexClass' | 'ApexTrigger'; covered: number[]; uncovered: number[] };

/** Which lines of each class and trigger were reached. Inner classes count for their file, test classes not at all. */
export function coverageOf(program: Program): Coverage[] {
  const byFile = new Map<string, RuntimeClass[]>();
  for (const one of program.classes.values()) {
    const { file, kind } = one.symbol;
    if (kind === 'interface' || file === 'AnonymousBlock') continue;
    byFile.set(file, [...(byFile.get(file) ?? []), one]);
  }
  const classes = [...byFile]
    .filter(([, parts]) => !parts.some(({ symbol }) => symbol.outer === undefined && symbol.isTest))
    .map(([name, parts]) => merged(name, 'ApexClass', parts));
  const triggers = program.triggers.map((one) => merged(one.symbol.name, 'ApexTrigger', [one]));
  return [...classes, ...triggers].toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** What `work` reaches by itself, in classes of which it reaches anything; it counts for the whole as well. */
export function reachedBy<T>(program: Program, work: () => T): { result: T; coverage: Coverage[] } {
  const units = [...program.classes.values(), ...program.triggers].map((one) => ({ one, before: [...one.reached] }));
  for (const { one } of units) one.reached.clear();
  try {
    const result = work();
    return { result, coverage: coverageOf(program).filter(({ covered }) => covered.length > 0) };
  } finally {
    for (const { one, before } of units) for (const line of before) one.reached.add(line);
  }
}

function merged(name: string, kind: Coverage['kind'], parts: readonly RuntimeClass[]): Coverage {
  const lines = new Set(parts.flatMap((part) => [...part.lines]));
  const reached = new Set(parts.flatMap((part) => [...part.reached]));
  const sorted = [...lines].toSorted((one, other) => one - other);
  return {
    name,
    kind,
    covered: sorted.filter((line) => reached.has(line)),
    uncovered: sorted.filter((line) => !reached.has(line)),
  };
}
