import type { Body } from './body.ts';
import { distance } from './conversions.ts';
import { exists, placeOf } from './modifiers.ts';
import { isException } from './statement-parts.ts';
import { CompileError } from './symbols.ts';
import type { Report } from './symbols.ts';
import { nameOfType } from './types.ts';
import type { ApexType } from './types.ts';
import type { CatchClauseContext, TryStatementContext } from '@apexdevtools/apex-parser';

export function compileTry(body: Body, context: TryStatementContext, report: Report): string {
  const block = body.compile.block(body, context.block(), report);
  const clauses = context.catchClause_list();
  const last = exists(context.finallyBlock())
    ? `finally${body.compile.block(body, context.finallyBlock().block(), report)}`
    : '';
  if (clauses.length === 0) return `try${block}${last}`;
  const caught = body.temp();
  const seen: ApexType[] = [];
  for (const clause of clauses) requireCatchable(body, clause, seen);
  const cases = clauses.map((one) => compileCatch(body, one, { caught, report })).join('else ');
  return `try${block}catch(e){${caught}=t.caught(e,f);${cases}else throw e;}${last}`;
}

/** Catch clauses are of exceptions, and none comes after one that catches the same. */
function requireCatchable(body: Body, clause: CatchClauseContext, seen: ApexType[]): void {
  const type = caughtType(body, clause);
  if (!isException(body, type)) {
    throw new CompileError(`Catch block variable must be of type exception: ${nameOfType(type)}`, placeOf(clause));
  }
  if (seen.some((one) => distance(type, one, body.world) !== undefined)) {
    throw new CompileError(`Exception type already caught: ${nameOfType(type)}`, placeOf(clause));
  }
  seen.push(type);
}

function caughtType(body: Body, clause: CatchClauseContext): ApexType {
  const name = clause.qualifiedName().getText();
  const type = body.world.findType(name, body.symbol);
  if (type === undefined) throw new CompileError(`Invalid type: ${name}`, placeOf(clause));
  return type;
}

function compileCatch(
  body: Body,
  clause: CatchClauseContext,
  { caught, report }: { caught: string; report: Report },
): string {
  const type = caughtType(body, clause);
  body.open();
  const variable = body.declare(clause.id().getText(), type, { place: placeOf(clause) });
  const inner = body.compile.block(body, clause.block(), report);
  body.close();
  return `if(R.isA(t,${caught},${body.typeCode(type)})){let ${variable}=${caught};${inner}}`;
}
