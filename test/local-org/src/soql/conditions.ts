import type { Condition, ConditionWithValueQuery, HavingClause, WhereClause } from '@jetstreamapp/soql-parser-js';
import { joinFragments, malformed, pointAt } from './query-context.ts';
import type { Fragment } from './query-context.ts';
import { tooComplicated } from './within-limits.ts';

/** A condition of a WHERE or HAVING without the parser's parentheses. */
export type Leaf = Exclude<ConditionWithValueQuery, { openParen: number }>;

type Token = { kind: '(' | ')' | 'AND' | 'OR' | 'NOT' } | { kind: 'leaf'; condition: Leaf };

/** The parser's flat chain, with parentheses counted at its conditions, as the tokens it was read from. */
export function linearize(clause: WhereClause | HavingClause): Token[] {
  const tokens: Token[] = [];
  const repeat = (kind: '(' | ')', times = 0): void => {
    for (let count = 0; count < times; count += 1) tokens.push({ kind });
  };
  for (let link: WhereClause | HavingClause | undefined = clause; link !== undefined;) {
    const left: ConditionWithValueQuery | Condition | null = link.left;
    if (left !== null) {
      repeat('(', left.openParen);
      if ('operator' in left) {
        tokens.push({ kind: 'leaf', condition: left as Leaf });
        repeat(')', left.closeParen);
      }
    }
    if (!('operator' in link)) break;
    tokens.push({ kind: link.operator });
    link = link.right;
  }
  return tokens;
}

/** Joins the terms of one level in halves, because SQLite refuses the deep expression of a long chain. */
function joinTerms(terms: readonly Fragment[], operator: string): Fragment {
  if (terms.length <= 2) return joinFragments(terms, ` ${operator} `);
  const middle = terms.length >> 1;
  const halves = [terms.slice(0, middle), terms.slice(middle)].map((half) => {
    const { sql, parameters } = joinTerms(half, operator);
    return { sql: half.length > 1 ? `(${sql})` : sql, parameters };
  });
  return joinFragments(halves, ` ${operator} `);
}

/** SQLite refuses deeper expressions. */
const mostLevels = 200;

/**
 * Translates the conditions of a clause with `translate` for each single one. AND and OR on one level are refused, as
 * the platform does; under NOT a condition that is neither true nor false counts as false, so that NOT keeps nulls.
 */
export function translateConditions(
  soql: string,
  clause: WhereClause | HavingClause,
  translate: (condition: Leaf) => Fragment,
): Fragment {
  const tokens = linearize(clause);
  let position = 0;
  let level = 0;
  const kind = (): Token['kind'] | undefined => tokens[position]?.kind;

  const parseLevel = (isNegated: boolean): Fragment => {
    const terms = [parseTerm(isNegated)];
    const operator = kind();
    while (kind() === 'AND' || kind() === 'OR') {
      const next = kind();
      if (next !== operator)
        throw malformed(`${pointAt(soql, next?.toLowerCase() ?? '')}unexpected token: '${next?.toLowerCase() ?? ''}'`);
      position += 1;
      terms.push(parseTerm(isNegated));
    }
    return joinTerms(terms, operator ?? '');
  };

  const parseTerm = (isNegated: boolean): Fragment => {
    level += 1;
    if (level > mostLevels) throw tooComplicated();
    const term = parseOneTerm(isNegated);
    level -= 1;
    return term;
  };

  const parseOneTerm = (isNegated: boolean): Fragment => {
    const token = tokens[position];
    position += 1;
    if (token?.kind === 'leaf') {
      const { sql, parameters } = translate(token.condition);
      return { sql: isNegated ? `IFNULL(${sql}, 0)` : sql, parameters };
    }
    if (token?.kind === 'NOT') {
      const { sql, parameters } = parseTerm(true);
      return { sql: `NOT (${sql})`, parameters };
    }
    if (token?.kind === '(') {
      const { sql, parameters } = parseLevel(isNegated);
      if (kind() !== ')') throw malformed("unexpected token: '('");
      position += 1;
      return { sql: `(${sql})`, parameters };
    }
    throw malformed('unexpected token: <EOF>');
  };

  const result = parseLevel(false);
  if (position < tokens.length) throw malformed(`unexpected token: '${kind() ?? ''}'`);
  return result;
}
