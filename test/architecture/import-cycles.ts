import { findImports } from './imports.ts';
import type { Source } from './source.ts';

/**
 * Lists every cycle of imports as `a.ts → b.ts → a.ts`. Imports of types count too: two files that need each other's
 * types belong together or need a third file.
 */
export const checkCycles = (sources: Source[]): string[] =>
  findCycles(new Map(sources.map((source) => [source.path, findImports(source).map(({ target }) => target)])));

/** Every cycle between the folders below a path, as `goals → features → goals`. Files of the path itself are left out. */
export function checkFolderCycles(sources: Source[], below: string): string[] {
  const folderOf = (path: string): string | undefined =>
    path.startsWith(below) ? /^([^/]+)\//.exec(path.slice(below.length))?.[1] : undefined;
  const targets = new Map<string, Set<string>>();
  for (const { from, target } of sources.flatMap(findImports)) {
    const [own, other] = [folderOf(from), folderOf(target)];
    if (own === undefined || other === undefined || own === other) continue;
    targets.set(own, (targets.get(own) ?? new Set()).add(other));
  }
  return findCycles(targets);
}

function findCycles(targets: ReadonlyMap<string, Iterable<string>>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();

  const visit = (node: string, trail: string[]): void => {
    const start = trail.indexOf(node);
    if (start >= 0) cycles.push([...trail.slice(start), node].join(' → '));
    if (start >= 0 || done.has(node)) return;
    for (const target of targets.get(node) ?? []) visit(target, [...trail, node]);
    done.add(node);
  };

  for (const node of targets.keys()) visit(node, []);
  return cycles;
}
