import ts from 'typescript';
import { parseSource } from './imports.ts';
import type { Source } from './source.ts';

/** A text that people read, with the line of the file that it stands on. */
export type ReadText = { line: number; text: string };

const PLUGIN_MESSAGES = /^plugin\/messages\/(.+)\.md$/;

/** What people read of a source: documentation, messages, labels, and the strings of code, line by line. */
export function readTexts(source: Source): ReadText[] {
  const { path, text } = source;
  const command = PLUGIN_MESSAGES.exec(path)?.[1]?.replaceAll('.', ' ');
  if (command !== undefined) return toLines(fillMessages(text, `score ${command}`));
  if (path.endsWith('.md')) return toLines(joinContinued(text));
  if (/\.yml$|^plugin\/package\.json$/.test(path)) return toLines(text);
  if (/^(force-app|docs)\/.*\.(xml|html)$/.test(path)) return toLines(readMarkup(text));
  if (/^(scoring-service|plugin|test\/e2e|force-app)\/.*\.(ts|js)$/.test(path)) return readScriptStrings(source);
  return /^force-app\/.*\.(cls|trigger)$/.test(path) ? readApexStrings(text) : [];
}

const toLines = (text: string, first = 1): ReadText[] =>
  text.split('\n').map((line, index) => ({ line: first + index, text: line }));

const fillMessages = (text: string, command: string): string =>
  text.replaceAll('<%= config.bin %>', 'sf').replaceAll('<%= command.id %>', command);

/** Joins a command that goes on after a backslash; the line breaks stay behind it, so that lines keep their numbers. */
function joinContinued(text: string): string {
  const lines = text.split('\n');
  for (let index = lines.length - 2; index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    if (!/ \\$/.test(line)) continue;
    lines[index] = line.slice(0, -1) + (lines[index + 1] ?? '').trim();
    lines[index + 1] = '';
  }
  return lines.join('\n');
}

const ENTITIES: Record<string, string> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };

/** What stands between the tags, on the same lines. */
const readMarkup = (text: string): string =>
  text
    .replace(/<[^>]*>/g, (tag) => tag.replace(/[^\n]/g, ' '))
    .replace(/&(quot|apos|lt|gt|amp);/g, (all, name: string) => ENTITIES[name] ?? all);

function readScriptStrings(source: Source): ReadText[] {
  if (!/\bsf /.test(source.text)) return [];
  const tree = parseSource(source);
  const found: ReadText[] = [];
  const visit = (node: ts.Node): void => {
    const text = stringOf(node);
    if (text !== undefined)
      found.push(...toLines(text, tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The text of a string or template; what is filled in stands as %s. */
function stringOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `%s${literal.text}`).join('');
}

const readApexStrings = (text: string): ReadText[] =>
  toLines(text).flatMap(({ line, text: code }) =>
    [...code.matchAll(/'((?:\\.|[^'\\])*)'/g)].map((string) => ({ line, text: string[1] ?? '' })),
  );
