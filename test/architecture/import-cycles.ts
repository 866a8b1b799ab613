import { findImports } from './imports.ts';
import type { Source } from './source.ts';

/**
 * Lists every cycle of imports as `a.ts → b.ts → a.ts`. Imports of types count too: two files that need each other's
 * types belong together or need a third file.
 */
export function checkCycles(sources: Source[]): string[] {
  const targets = new Map(sources.map((source) => [source.path, findImports(source).map(({ target }) => target)]));
  const cycles: string[] = [];
  const done = new Set<string>();

  const visit = (path: string, trail: string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };

  for (const { path } of sources) visit(path, []);
  return cycles;
}
