import type { Body } from './body.ts';
import { exists, modifiersOf, placeOf } from './modifiers.ts';
import { isCondition } from './operators.ts';
import type { Place, Report } from './symbols.ts';
import type { ApexType } from './types.ts';
import type { ExpressionContext, LocalVariableDeclarationContext, StatementContext } from '@apexdevtools/apex-parser';

/** Notes the line for coverage and stack traces. */
export function at(body: Body, { line }: Place): string {
  body.unit.lines.add(line);
  return `t.at(f,${String(line)});`;
}

export function scoped(body: Body, statement: StatementContext, report: Report): string {
  body.open();
  const js = body.compile.statement(body, statement, report);
  body.close();
  return js;
}

export const isException = (body: Body, type: ApexType): boolean =>
  type.kind === 'class' && body.world.isSubtype(type.name, 'System.Exception');

export const condition = (body: Body, context: ExpressionContext): string =>
  isCondition(body.compile.expression(body, context), placeOf(context));

export const compileLocals = (body: Body, context: LocalVariableDeclarationContext): string =>
  compileVariables(body, context, modifiersOf(context.modifier_list()));

export function compileVariables(
  body: Body,
  context: Pick<LocalVariableDeclarationContext, 'typeRef' | 'variableDeclarators'>,
  { isFinal }: { isFinal: boolean },
): string {
  const type = body.world.readTypeRef(context.typeRef(), body.symbol);
  return context
    .variableDeclarators()
    .variableDeclarator_list()
    .map((one) => {
      const initial = one.expression();
      const value = exists(initial) ? body.assign(body.compile.expression(body, initial), type, placeOf(one)) : 'null';
      const js = body.declare(one.id().getText(), type, { place: placeOf(one), isFinal: isFinal && exists(initial) });
      return `let ${js}=${value};`;
    })
    .join('');
}
