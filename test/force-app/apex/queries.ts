import { ApexParserBaseListener, ApexParserFactory, ApexParseTreeWalker } from '@apexdevtools/apex-parser';
import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { FieldType, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import type { ApexFile } from './read-apex.ts';

/** A query as it stands in Apex, between its brackets. */
export type ApexQuery = { line: number; text: string; query: Query };

/** Queries of parsed files: every planted defect checks the whole package again, of which all but one file is as before. */
const known = new Map<string, ApexQuery[]>();

/** Every query of a class or trigger; an error that names the line of one that cannot be read. */
export function queriesOf(file: ApexFile): ApexQuery[] {
  const key = `${file.name}\n${file.text}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const queries = readQueries(file);
  known.set(key, queries);
  return queries;
}

function readQueries({ name, text }: ApexFile): ApexQuery[] {
  const queries: ApexQuery[] = [];
  class QueryListener extends ApexParserBaseListener {
    enterSoqlLiteral = ({ start, stop }: { start: { start: number; line: number }; stop?: { stop: number } }) => {
      const query = text.slice(start.start + 1, stop?.stop);
      queries.push({ line: start.line, text: query, query: parse(query, `${name}:${String(start.line)}`) });
    };
  }
  const parser = ApexParserFactory.createParser(text);
  const tree = name.endsWith('.trigger') ? parser.triggerUnit() : parser.compilationUnit();
  ApexParseTreeWalker.DEFAULT.walk(new QueryListener(), tree);
  return queries;
}

function parse(text: string, place: string): Query {
  try {
    // The parser knows binds everywhere but here.
    const bounded = text.replace(/\b(LIMIT|OFFSET)\s*:\s*\w+/gi, '$1 1');
    return parseQuery(bounded, { allowApexBindVariables: true });
  } catch (cause) {
    throw new Error(`${place}: the query cannot be read`, { cause });
  }
}

/**
 * Every field that a query names, as an Apex expression of its type: the type checker knows fields in expressions,
 * not in queries.
 */
export function fieldExpressions(query: Query): string[] {
  return expressionsFrom(`((${query.sObject ?? ''}) null)`, query);
}

function expressionsFrom(record: string, query: Query | Subquery): string[] {
  const selected = (query.fields ?? []).flatMap((field) => selectedExpressions(record, field));
  const conditions = [query.where, query.orderBy, query.groupBy, query.having].flatMap(namedFields);
  return [...selected, ...conditions.map((path) => `${record}.${path}`)];
}

function selectedExpressions(record: string, field: FieldType): string[] {
  if (field.type === 'FieldSubquery') {
    const children = `${record}.${field.subquery.relationshipName}`;
    return expressionsFrom(`${children}[0]`, field.subquery);
  }
  if (field.type === 'FieldRelationship') return [`${record}.${[...field.relationships, field.field].join('.')}`];
  if (field.type === 'Field') return [`${record}.${field.field}`];
  if (field.type === 'FieldFunctionExpression')
    return field.parameters.filter((parameter) => typeof parameter === 'string').map((path) => `${record}.${path}`);
  throw new Error(`A query selects by ${field.type}, which is not checked here yet.`);
}

/** The fields of conditions and orders, however deep they are nested. */
function namedFields(clause: unknown): string[] {
  if (Array.isArray(clause)) return clause.flatMap(namedFields);
  if (typeof clause !== 'object' || clause === null) return [];
  const own = 'field' in clause && typeof clause.field === 'string' ? [clause.field] : [];
  return [...own, ...Object.values(clause).flatMap(namedFields)];
}
