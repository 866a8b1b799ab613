import type { Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { OrgError } from '../org-error.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { linearize } from './conditions.ts';
import { malformed, pointAt } from './query-context.ts';
import type { QueryContext } from './query-context.ts';
import type { Column, Scope } from './scope.ts';

const mostSemiJoins = 2;

/** As documented: their rows cannot be selected by a sub-select of IN. */
const withoutSemiJoins = ['Attachment', 'Event', 'EventRelation', 'Note', 'Task', 'TaskRelation'];

/** One pair of parentheses: its operators, how many terms it joins, and the semi-joins among them. */
type Level = { hasOr: boolean; isNegated: boolean; terms: number; semiJoins: number };

const newLevel = (isNegated: boolean): Level => ({ hasOr: false, isNegated, terms: 0, semiJoins: 0 });

const notOnTop = (): OrgError =>
  malformed(
    'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
  );

/** Refuses a level that holds a semi-join; parentheses around one term alone are no level. */
function requireAllowed(level: Level, outer: readonly Level[]): void {
  if (level.semiJoins === 0) return;
  const isNested = [...outer, level].filter(({ terms }) => terms > 1).length > 1;
  if (outer.some(({ hasOr }) => hasOr) || isNested || [...outer, level].some(({ isNegated }) => isNegated)) {
    throw notOnTop();
  }
  if (level.hasOr) throw malformed("Semi join sub-selects are not allowed with the 'OR' operator");
}

/**
 * Checks where the semi-joins and anti-joins of a clause stand: at most two, joined by AND on the top level.
 *
 * @throws OrgError `MALFORMED_QUERY` or `EXCEEDED_MAX_SEMIJOIN_SUBSELECTS`
 */
export function checkSemiJoinPlaces(clause: WhereClause): void {
  const tokens = linearize(clause);
  const levels = [newLevel(false)];
  const found: Level[][] = [];
  let isNegated = false;
  for (const token of tokens) {
    const level = levels.at(-1) ?? newLevel(false);
    if (token.kind === 'NOT') isNegated = true;
    else if (token.kind === 'OR') level.hasOr = true;
    else if (token.kind === ')') levels.pop();
    else if (token.kind === '(') {
      level.terms += 1;
      levels.push(newLevel(isNegated));
      isNegated = false;
    } else if (token.kind === 'leaf') {
      level.terms += 1;
      if ('valueQuery' in token.condition) {
        level.semiJoins += 1;
        if (isNegated) throw notOnTop();
        found.push([...levels]);
      }
      isNegated = false;
    }
  }
  // The levels are complete only now: an operator may follow the semi-join.
  for (const path of found) {
    const level = path.at(-1);
    if (level !== undefined) requireAllowed(level, path.slice(0, -1));
  }
  if (found.length > mostSemiJoins) {
    const message = `Maximum ${mostSemiJoins} semi join sub-selects are allowed`;
    throw new OrgError('EXCEEDED_MAX_SEMIJOIN_SUBSELECTS', message);
  }
}

const unsupportedClauses = [
  ['groupBy', 'GROUP'],
  ['orderBy', 'ORDER'],
  ['limit', 'LIMIT'],
  ['offset', 'OFFSET'],
  ['for', 'FOR'],
] as const satisfies [keyof Query, string][];

function hasSemiJoin(clause: WhereClause | undefined): boolean {
  return (
    clause !== undefined && linearize(clause).some((token) => token.kind === 'leaf' && 'valueQuery' in token.condition)
  );
}

/** @throws OrgError `MALFORMED_QUERY` for a sub-select of IN that the platform does not run */
export function checkSubselect(
  { soql }: QueryContext,
  query: Query,
  { object, outer }: { object: SchemaObject; outer: SchemaObject },
): void {
  const clause = unsupportedClauses.find(([name]) => query[name] !== undefined);
  if (clause !== undefined) throw malformed(`${pointAt(soql, clause[1])}missing value at '${clause[1]}'`);
  if (hasSemiJoin(query.where)) throw malformed('Nesting of semi join sub-selects is not supported');
  if (withoutSemiJoins.includes(object.name)) {
    throw malformed(
      `${pointAt(soql, object.name)}Entity '${object.name}' is not supported for semi join inner selects`,
    );
  }
  if (object !== outer) return;
  throw malformed(`${pointAt(soql, object.name)}The inner and outer selects should not be on the same object type`);
}

/** The objects that an id column may refer to. */
const targetsOf = ({ field, type }: Pick<Column, 'field' | 'type'>, object: SchemaObject): readonly string[] =>
  type === 'id' ? [object.name] : field.referenceTo;

/**
 * Resolves the field that a sub-select of IN selects for the field it is compared with.
 *
 * @throws OrgError `MALFORMED_QUERY` unless both are ids of the same object
 */
export function resolveSelected(
  { soql }: QueryContext,
  { inner, outer, left }: { inner: Scope; outer: Scope; left: string },
  { fields = [] }: Query,
): Column {
  const [selected, ...others] = fields;
  if (selected === undefined || others.length > 0 || selected.type !== 'Field') {
    const isPath = selected?.type === 'FieldRelationship' && others.length === 0;
    const name = isPath ? [...selected.relationships, selected.field].join('.') : '';
    throw malformed(
      isPath
        ? `semi join sub-selects can only query id fields, cannot use: '${name}'`
        : 'semi join sub-selects can only query one id field',
    );
  }
  const column = inner.resolve(selected.field);
  if (column.type !== 'id' && column.type !== 'reference') {
    throw malformed(`semi join sub-selects can only query id fields, cannot use: '${column.name}'`);
  }
  const compared = outer.resolve(left);
  if (compared.parents.length > 0 || (compared.type !== 'id' && compared.type !== 'reference')) {
    const message = `The left operand field in the where expression for outer query should be an id field, cannot use: '${left}'`;
    throw malformed(`${pointAt(soql, left)}${message}`);
  }
  const known = new Set(targetsOf(compared, outer.object));
  if (targetsOf(column, inner.object).some((name) => known.has(name))) return column;
  throw malformed(
    `${pointAt(soql, left)}The selected field '${column.name}' in the subquery and the left operand field in the where expression in the outer query '${compared.name}' should point to the same object type`,
  );
}
