/** A defect that is planted in a file of the package. */
export type Mutant = {
  /** The file's name, as in `ScoringAccess.cls`. */
  file: string;
  /** The kind of defect, as in "user mode removed". */
  kind: string;
  /** Where it begins, from 1. */
  line: number;
  /** The whole file with the defect. */
  text: string;
  /** The lines that differ, before and after. */
  diff: string;
};

/** A place of a text with what is to stand there instead. */
export type Edit = { start: number; end: number; to: string };

/** What a rule finds in a file: each edit is a defect of its own. */
export type Rule = { kind: string; edits: (file: SourceFile) => Edit[] };

/** A file of the package; `code` is its text without comments and without the content of strings, place by place. */
export type SourceFile = { name: string; text: string; code: string };

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

function diffOf(before: string, after: string): string {
  const [old, changed] = [before.split('\n'), after.split('\n')];
  let first = 0;
  while (first < old.length && old[first] === changed[first]) first += 1;
  let same = 0;
  while (
    same < Math.min(old.length, changed.length) - first &&
    old[old.length - 1 - same] === changed[changed.length - 1 - same]
  )
    same += 1;
  const part = (lines: string[], sign: string): string[] =>
    lines.slice(first, lines.length - same).map((line) => `      ${sign} ${line.trim()}`);
  return [...part(old, '-'), ...part(changed, '+')].join('\n');
}

/** All defects that rules plant in a file. Two rules that come to the same text give one. */
export function mutantsOf(file: SourceFile, rules: readonly Rule[]): Mutant[] {
  const known = new Set([file.text]);
  return rules.flatMap(({ kind, edits }) =>
    edits(file).flatMap(({ start, end, to }) => {
      const text = file.text.slice(0, start) + to + file.text.slice(end);
      if (known.has(text)) return [];
      known.add(text);
      return [{ file: file.name, kind, line: lineAt(file.text, start), text, diff: diffOf(file.text, text) }];
    }),
  );
}

/** Numbers from 0 to 1 that are the same in each run. */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** At most `most` defects of each kind in each file, drawn by the seed and in their order. */
export function draw(mutants: readonly Mutant[], { seed, most }: { seed: number; most: number }): Mutant[] {
  const random = randomNumbers(seed);
  const groups = Map.groupBy(mutants, ({ file, kind }) => `${file} ${kind}`);
  const drawn = new Set(
    [...groups.values()].flatMap((group) =>
      group
        .map((mutant) => ({ mutant, at: random.next().value }))
        .toSorted((one, other) => one.at - other.at)
        .slice(0, most)
        .map(({ mutant }) => mutant),
    ),
  );
  return mutants.filter((mutant) => drawn.has(mutant));
}
