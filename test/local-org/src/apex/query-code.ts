import type { PrimaryContext, QueryContext, SoqlLiteralContext } from '@apexdevtools/apex-parser';
import { BoundExpressionContext } from '@apexdevtools/apex-parser';
import { text } from './body.ts';
import type { Body, Code } from './body.ts';
import { exists, placeOf } from './modifiers.ts';
import { requireColumns } from './query-fields.ts';
import { CompileError } from './symbols.ts';
import { integerType, listOf } from './types.ts';
import type { ApexType } from './types.ts';

type Place = { start: number; stop: number };
type Tree = { getText(): string; symbol?: Place; children?: Tree[] | null };

/** A word of a query with its place in the text. */
type Word = Place & { text: string };

/** The words of a query with a mark for each value that the code binds, `:bind0` and so on. */
function wordsOf(tree: Tree, binds: BoundExpressionContext[]): Word[] {
  if (tree instanceof BoundExpressionContext) {
    const place = { start: tree.start.start, stop: tree.stop?.stop ?? tree.start.stop };
    return [{ ...place, text: `:bind${String(binds.push(tree) - 1)}` }];
  }
  if (tree.symbol !== undefined) return [{ start: tree.symbol.start, stop: tree.symbol.stop, text: tree.getText() }];
  return (tree.children ?? []).flatMap((one) => wordsOf(one, binds));
}

/** Words as one text: with a space where the code has anything between them, so that comments are left out. */
const joined = (words: readonly Word[]): string =>
  words
    .map(({ text: word, start }, index) => (start === (words[index - 1]?.stop ?? 0) + 1 ? word : ` ${word}`))
    .join('');

const accessClause = /\bWITH\s+(USER_MODE|SYSTEM_MODE|SECURITY_ENFORCED)\b/i;

/** A query in brackets. Its value is a list, a number for `COUNT()`, and one record where one is wanted. */
export function compileQuery(body: Body, context: SoqlLiteralContext): Code {
  const binds: BoundExpressionContext[] = [];
  const query = context.query();
  const words = joined(wordsOf(query as unknown as Tree, binds)).trim();
  const access = accessClause.exec(words)?.[1]?.toUpperCase();
  const soql = words.replace(accessClause, ' ');
  const values = binds.map((one) => body.compile.expression(body, one.expression()).js);
  const type = typeOfQuery(body, query);
  const js = `R.query(t,${text(soql)},[${values.join(',')}],${text(access ?? '')},${body.typeCode(type)})`;
  return type.kind === 'list' ? { js, type, isQuery: true } : { js, type };
}

function typeOfQuery(body: Body, query: QueryContext): ApexType {
  const entries = query.selectList().selectEntry_list();
  const object = query.fromNameList().fieldName_list()[0]?.getText() ?? '';
  const found = body.world.schema.object(object);
  if (found === undefined) throw new CompileError(`sObject type '${object}' is not supported.`, placeOf(query));
  requireColumns(query, found, body.world.schema);
  const functions = entries.map((entry) => entry.soqlFunction()).filter((one) => exists(one));
  const [only] = functions;
  if (only !== undefined && entries.length === 1 && /^count\(\)$/i.test(only.getText())) return integerType;
  const isAggregate =
    exists(query.groupByClause()) ||
    functions.some((one) => /^(?:count|count_distinct|sum|avg|min|max)\(/i.test(one.getText()));
  return listOf({ kind: 'sobject', name: isAggregate ? 'AggregateResult' : found.name });
}

/** A search in brackets: a list of lists of records. */
export function compileSearch(body: Body, context: PrimaryContext): Code {
  const binds: BoundExpressionContext[] = [];
  const words = joined(wordsOf(context as unknown as Tree, binds))
    .trim()
    .replace(/^\[|\]$/g, '');
  const values = binds.map((one) => body.compile.expression(body, one.expression()).js);
  const type = listOf(listOf({ kind: 'sobject', name: 'SObject' }));
  return { js: `R.search(t,${text(words)},[${values.join(',')}])`, type };
}
