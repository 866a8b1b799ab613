import type { Edit, Rule, SourceFile } from './mutant.ts';

/** Comments and what annotations say are no code; of a string only its quotes are. */
const notCode = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\])*'|(?<=@\w+)\([^)]*\)/g;

export const apexFile = (name: string, text: string): SourceFile => ({
  name,
  text,
  code: text.replace(notCode, (found) =>
    found.startsWith("'") ? `'${'_'.repeat(found.length - 2)}'` : found.replace(/[^\n]/g, ' '),
  ),
});

/** A rule that replaces what a pattern finds in the code; `to` is undefined where nothing is to be planted. */
const replacing = (
  kind: string,
  pattern: RegExp,
  to: (found: string, groups: readonly string[], file: SourceFile & { at: number }) => string | string[] | undefined,
): Rule => ({
  kind,
  edits: (file) =>
    [...file.code.matchAll(pattern)].flatMap((match): Edit[] => {
      const [start, end] = [match.index, match.index + match[0].length];
      const replaced = to(file.text.slice(start, end), [...match].map(String), { ...file, at: start });
      return [replaced ?? []].flat().map((text) => ({ start, end, to: text }));
    }),
});

const turned: Readonly<Record<string, string>> = {
  ...{ '==': '!=', '!=': '==', '<': '<=', '<=': '<', '>': '>=', '>=': '>', '&&': '||', '||': '&&' },
  ...{ AND: 'OR', OR: 'AND', IN: 'NOT IN', true: 'false', false: 'true', TRUE: 'FALSE', FALSE: 'TRUE' },
  ...{ "'GET'": "'POST'", "'POST'": "'GET'", continue: 'break' },
};
const turn = (found: string): string | undefined => turned[found];

/** The end of brackets that open at an index. */
function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if (code[at] === '(') depth += 1;
    if (code[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return code.length;
}

/** Parts of a condition of SOQL that stand on one level, with the places between them. */
function partsOf(code: string, { start, end }: { start: number; end: number }): Edit[] {
  const joints: { start: number; end: number }[] = [];
  for (let at = start; at < end; at += 1) {
    if (code[at] === '(') at = closing(code, at);
    const word = /^\s(?:AND|OR)\s+/.exec(code.slice(at, end))?.[0];
    if (word !== undefined) joints.push({ start: at, end: at + word.length });
  }
  if (joints.length === 0) return [];
  const begins = [start, ...joints.map((joint) => joint.end)];
  const ends = [...joints.map((joint) => joint.start), end];
  // A part goes with the joint before it, the first one with the joint after it.
  return begins.map((begin, index) => ({
    start: index === 0 ? begin : (joints[index - 1]?.start ?? begin),
    end: index === 0 ? (joints[0]?.end ?? end) : (ends[index] ?? end),
    to: index === 0 ? '' : ' ',
  }));
}

const conditionsDropped: Rule = {
  kind: 'condition of a query dropped',
  edits: ({ code }) =>
    [...code.matchAll(/(\bWHERE\s+)([^\]]*?)\s+(?=WITH\b|ORDER\b|LIMIT\b|\])/g)].flatMap((match): Edit[] => {
      const start = match.index + (match[1]?.length ?? 0);
      const end = start + (match[2]?.length ?? 0);
      const inner = [...code.slice(start, end).matchAll(/(?<!\bIN\s*)\(/g)].map(({ index }) => start + index);
      return [
        { start: match.index, end, to: '' },
        ...partsOf(code, { start, end }),
        ...inner.flatMap((open) => partsOf(code, { start: open + 1, end: closing(code, open) })),
      ];
    }),
};

const ifsTurned: Rule = {
  kind: 'condition turned',
  edits: ({ code, text }) =>
    [...code.matchAll(/\bif \(/g)].flatMap(({ index }): Edit[] => {
      const start = index + 'if ('.length;
      const end = closing(code, start - 1);
      // Where operators make the condition, they are turned one by one.
      if (/==|!=|[<>]=? |&&|\|\|/.test(code.slice(start, end))) return [];
      return [{ start, end, to: `!(${text.slice(start, end)})` }];
    }),
};

const methodHeads =
  /^ +(?:public|private|protected|global) (?:static )?(?:override )?([\w.]+(?:<[\w.,<> ]+>)?) \w+\([^)]*\) \{/gm;

/** What a method gives instead, by the type of its value. */
function otherValue(type: string, expression: string): string | undefined {
  if (/^(?:List|Set|Map)</.test(type)) return `new ${type}()`;
  if (type === 'Boolean') return `!(${expression})`;
  if (type === 'Integer') return '0';
  return 'null';
}

const returnsChanged: Rule = {
  kind: 'value of a method lost',
  edits: ({ code, text }) =>
    [...code.matchAll(/\breturn ([^;]+);/g)].flatMap((match): Edit[] => {
      const type = [...code.slice(0, match.index).matchAll(methodHeads)].at(-1)?.[1];
      const start = match.index + 'return '.length;
      const end = start + (match[1]?.length ?? 0);
      const to = otherValue(type ?? '', text.slice(start, end));
      return to === undefined || to === text.slice(start, end) ? [] : [{ start, end, to }];
    }),
};

/** Nobody notices a millisecond. */
const isTimeLimit = (code: string, at: number): boolean => /_MS = $/.test(code.slice(0, at));

/** Without queries and writes in system mode, sharing changes nothing. */
const dependsOnSharing = (code: string): boolean =>
  /SYSTEM_MODE|\b(?:insert|update|delete|upsert) (?!as user)\w+;/.test(code) ||
  [...code.matchAll(/\[\s*SELECT[^\]]*\]/g)].some(([query]) => !/USER_MODE|UserRecordAccess/.test(query));

const otherLabel: Readonly<Record<string, string>> = {
  Common_No_Manage_Permission: 'Common_No_View_Permission',
};

export const apexRules: readonly Rule[] = [
  replacing('comparison turned', / (==|!=) /g, (found) => ` ${turn(found.trim()) ?? ''} `),
  replacing('boundary off by one', / (<=?|>=?) (?=[\w:])/g, (found) => ` ${turn(found.trim()) ?? ''} `),
  replacing('and and or exchanged', / (&&|\|\||AND|OR)(?=\s)/g, (found) => ` ${turn(found.trim()) ?? ''}`),
  replacing('negation removed', /!(?=[\w(])/g, () => ''),
  ifsTurned,
  replacing('true and false exchanged', /\b(?:true|false|TRUE|FALSE)\b/g, turn),
  replacing('number off by one', /(?<![\w.'])\d+(?![\w.'])/g, (found, _, { code, at }) =>
    isTimeLimit(code, at) || /\bLIMIT $/.test(code.slice(0, at))
      ? undefined
      : [String(Number(found) + 1), ...(found === '0' ? [] : [String(Number(found) - 1)])],
  ),
  replacing('limit of a query off by one', /\bLIMIT (\d+)/g, (_, [, count]) => `LIMIT ${String(Number(count) - 1)}`),
  replacing('limit of a query removed', /\s+LIMIT \d+/g, () => ''),
  replacing('user mode removed', /\bWITH USER_MODE\b/g, () => ''),
  replacing('other access level', /\bAccessLevel\.SYSTEM_MODE\b/g, () => 'AccessLevel.USER_MODE'),
  replacing('as user removed', /\b(insert|update|delete|upsert) as user\b/g, (_, [, verb]) => verb),
  replacing('sharing removed', /\bwith sharing\b/g, (_, __, { code }) =>
    dependsOnSharing(code) ? 'without sharing' : undefined,
  ),
  conditionsDropped,
  replacing('list of a query negated', / IN(?= )/g, () => ' NOT IN'),
  replacing('sort order turned', /(\bORDER BY \w+)( DESC)?/g, (_, [, sorted, descending]) =>
    descending === ' DESC' ? sorted : `${sorted ?? ''} DESC`,
  ),
  replacing('sort order dropped', /\bORDER BY [\w, ]+?(?=\s*(?:LIMIT\b|\]))/g, () => ''),
  replacing('empty values sorted first', / NULLS LAST/g, () => ''),
  replacing('permission check removed', /^ +\w+\.require\w+\(.*\);$/gm, () => ''),
  replacing('call removed', /^ +(?!return\b)[\w.]+\([^;]*\)(?:\.\w+\([^;\n]*\))*;$/gm, () => ''),
  replacing('assignment removed', /^ +[\w.]+ = [^;]+;$/gm, () => ''),
  replacing('error not thrown', /\bthrow [^;]+;/g, () => ''),
  replacing('rest of a loop skipped', /\bcontinue\b/g, turn),
  returnsChanged,
  replacing('null not looked for', /\?\./g, () => '.'),
  replacing('other HTTP method', /'(?:___|____)'/g, turn),
  replacing('other text', /'(_*)'/g, (found) => (found in turned ? undefined : `${found.slice(0, -1)}x'`)),
  replacing(
    'other message',
    /\bLabel\.(\w+)/g,
    (_, [, name = '']) => `Label.${otherLabel[name] ?? 'Common_No_Manage_Permission'}`,
  ),
  replacing('other event of a trigger', /\bafter delete\b/g, () => 'after update'),
];
