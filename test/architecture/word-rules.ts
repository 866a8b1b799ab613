import ts from 'typescript';
import { parseSource } from './imports.ts';
import type { Source } from './source.ts';
import { ALLOWED_TEXTS, BANNED_IDENTIFIERS, BANNED_WORDS } from './words.ts';
import type { AllowedText, BannedWord } from './words.ts';

const SEARCHED = /\.(ts|js|cjs|html|css|cls|trigger|md|xml|yml|json|txt)$/;
const LIST = 'test/architecture/words.ts';
const GLOSSARY = 'CONTRIBUTING.md';

/** A piece of text with the line of the file that it starts on. */
type Piece = { line: number; text: string };

const termsByForm = (words: BannedWord[]): Map<string, string> =>
  new Map(words.flatMap(({ forms, use }) => forms.map((form) => [form, use])));

const bannedAnywhere = termsByForm(BANNED_WORDS);
const bannedInIdentifiers = termsByForm(BANNED_IDENTIFIERS);
const anyIdentifierForm = new RegExp([...bannedInIdentifiers.keys()].join('|'), 'i');

/** Words of a text in lower case. Names are split at case changes, hyphens, underscores and digits: isOptedOut is three. */
export const splitWords = (text: string): string[] =>
  (text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+/gu) ?? []).map((word) => word.toLowerCase());

/** Banned words as `path:line "word": use …`, and entries of the allow-list that no file needs any more. */
export function checkWords(sources: Source[], allowed: AllowedText[] = ALLOWED_TEXTS): string[] {
  const paths = new Set(sources.map(({ path }) => path));
  // JavaScript beside its TypeScript is a build result, which git ignores.
  const isBuilt = (path: string): boolean => path.endsWith('.js') && paths.has(path.replace(/js$/, 'ts'));
  const searched = sources.filter(({ path }) => SEARCHED.test(path) && path !== LIST && !isBuilt(path));
  return [...searched.flatMap((source) => checkOne(source, allowed)), ...checkAllowed(searched, allowed)];
}

function checkOne({ path, text }: Source, allowed: AllowedText[]): string[] {
  const texts = allowed.filter(({ under }) => path.startsWith(under)).map((entry) => entry.text);
  const strip = (part: string): string => texts.reduce((rest, allowedText) => rest.replaceAll(allowedText, ''), part);
  const stripped = { path, text: strip(path === GLOSSARY ? blankGlossary(text) : text) };
  const name = { line: 1, text: strip(path) };
  return [
    ...find(path, [name, ...readLines(stripped.text)], bannedAnywhere),
    ...find(path, [name, ...readIdentifiers(stripped)], bannedInIdentifiers),
  ];
}

const find = (path: string, pieces: Piece[], banned: Map<string, string>): string[] =>
  pieces.flatMap(({ line, text }) =>
    splitWords(text).flatMap((word) => {
      const use = banned.get(word);
      return use === undefined ? [] : [`${path}:${line} "${word}": use ${use}`];
    }),
  );

const checkAllowed = (sources: Source[], allowed: AllowedText[]): string[] =>
  allowed
    .filter(({ under, text }) => !sources.some(({ path, text: all }) => path.startsWith(under) && all.includes(text)))
    .map(({ under, text }) => `${LIST} allows "${text}" under ${under}, where no file contains it`);

const readLines = (text: string): Piece[] => text.split('\n').map((line, index) => ({ line: index + 1, text: line }));

/** The glossary names the old words; its section ends at the next heading of the same or a higher level. */
function blankGlossary(text: string): string {
  let level = 0;
  return text
    .split('\n')
    .map((line) => {
      const [, marks, title = ''] = /^(#+) (.*)/.exec(line) ?? [];
      if (marks !== undefined && (level === 0 || marks.length <= level))
        level = /glossary/i.test(title) ? marks.length : 0;
      return level === 0 ? line : '';
    })
    .join('\n');
}

function readIdentifiers(source: Source): Piece[] {
  // Parsing the whole repository takes seconds; few files contain such a word at all.
  if (!anyIdentifierForm.test(source.text)) return [];
  if (/\.(ts|js)$/.test(source.path)) return readScriptIdentifiers(source);
  return /\.(cls|trigger)$/.test(source.path) ? readLines(blankApexTexts(source.text)) : [];
}

function readScriptIdentifiers(source: Source): Piece[] {
  const tree = parseSource(source);
  const found: Piece[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node))
      found.push({ line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1, text: node.text });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Apex without its comments and strings; line breaks stay, so that lines keep their numbers. */
const blankApexTexts = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'/g, (part) => part.replace(/[^\n]/g, ' '));
