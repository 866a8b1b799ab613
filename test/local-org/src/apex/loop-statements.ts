import type { Body, Code } from './body.ts';
import { argumentsIn } from './calls.ts';
import { distance } from './conversions.ts';
import { exists, placeOf } from './modifiers.ts';
import { at, compileLocals, condition, scoped } from './statement-parts.ts';
import { CompileError } from './symbols.ts';
import type { Place, Report } from './symbols.ts';
import { nameOfType, objectType } from './types.ts';
import type { ApexType } from './types.ts';
import type { EnhancedForControlContext, ForStatementContext } from '@apexdevtools/apex-parser';

/** Compiles the inner part of a loop. */
export function looped(body: Body, compile: () => string): string {
  body.loops += 1;
  try {
    return compile();
  } finally {
    body.loops -= 1;
  }
}

export function compileFor(body: Body, context: ForStatementContext, report: Report): string {
  const control = context.forControl();
  const place = placeOf(context);
  body.open();
  let js: string;
  const each = control.enhancedForControl();
  if (exists(each)) {
    const head = compileEach(body, each);
    js = `${at(body, place)}${head}t.step();${loopBody(body, context, report)}}`;
  } else {
    const init = control.forInit();
    const first = !exists(init)
      ? ''
      : exists(init.localVariableDeclaration())
        ? compileLocals(body, init.localVariableDeclaration())
        : `${argumentsIn(init.expressionList())
            .map((one) => body.compile.expression(body, one).js)
            .join(';')};`;
    const test = exists(control.expression()) ? condition(body, control.expression()) : 'true';
    const update = exists(control.forUpdate()) ? argumentsIn(control.forUpdate().expressionList()) : [];
    const next = update.map((one) => body.compile.expression(body, one).js).join(',');
    const inner = loopBody(body, context, report);
    js = `${at(body, place)}${first}for(;${test};${next}){t.step();${inner}}`;
  }
  body.close();
  return `{${js}}`;
}

const loopBody = (body: Body, context: ForStatementContext, report: Report): string =>
  exists(context.statement()) ? looped(body, () => scoped(body, context.statement(), report)) : '';

/** `for (Type name : elements)`; over a query, a list takes 200 records at a time. */
function compileEach(body: Body, each: EnhancedForControlContext): string {
  const type = body.world.readTypeRef(each.typeRef(), body.symbol);
  const elements = body.compile.expression(body, each.expression());
  const place = placeOf(each);
  const of = elementType(body, elements, place);
  const isChunk = elements.isQuery === true && type.kind === 'list';
  if (!isChunk && distance(of, type, body.world) === undefined && distance(type, of, body.world) === undefined) {
    throw new CompileError(`Invalid loop variable type expected ${nameOfType(of)} was ${nameOfType(type)}`, place);
  }
  const js = body.declare(each.id().getText(), type, { place });
  const source = isChunk ? `R.chunks(t,${elements.js})` : `R.each(t,${elements.js})`;
  return `for(let ${js} of ${source}){`;
}

function elementType(body: Body, { type }: Code, place: Place): ApexType {
  if (type.kind === 'list' || type.kind === 'set') return type.of;
  const iterable = body.world.asSupertype(type, 'System.Iterable') ?? body.world.asSupertype(type, 'System.Iterator');
  if (iterable?.kind === 'class') return iterable.args?.[0] ?? objectType;
  throw new CompileError(`Loop must iterate over collection: ${nameOfType(type)}`, place);
}
