import type { Body } from './body.ts';
import { argumentsIn } from './calls.ts';
import { compileDml } from './dml-statement.ts';
import { compileExpression } from './expressions.ts';
import { looped, compileFor } from './loop-statements.ts';
import { exists, placeOf } from './modifiers.ts';
import { canComplete } from './reachability.ts';
import { at, compileLocals, compileVariables, condition, isException, scoped } from './statement-parts.ts';
import { compileSwitch } from './switch-statement.ts';
import { CompileError } from './symbols.ts';
import type { Place, Report, TopStatement } from './symbols.ts';
import { compileTry } from './try-statement.ts';
import { nameOfType, nullType } from './types.ts';
import {
  AssignExpressionContext,
  DotExpressionContext,
  MethodCallExpressionContext,
  NewExpressionContext,
  PostOpExpressionContext,
  PreOpExpressionContext,
} from '@apexdevtools/apex-parser';
import type { BlockContext, ExpressionContext, StatementContext } from '@apexdevtools/apex-parser';

/** A block of statements. A statement that is wrong is reported, and the next one compiled. */
export function compileBlock(body: Body, block: BlockContext, report: Report): string {
  body.open();
  const js = compileStatements(body, block.statement_list(), report);
  body.close();
  return `{${js}}`;
}

/** Statements one after the other; the first that can never be reached is reported. */
export function compileStatements(body: Body, statements: readonly TopStatement[], report: Report): string {
  const end = statements.findIndex((one) => 'ifStatement' in one && !canComplete(one));
  const unreachable = end === -1 ? undefined : statements[end + 1];
  if (unreachable !== undefined) report(new CompileError('Unreachable statement', placeOf(unreachable)));
  return statements.map((one) => compileStatement(body, one, report)).join('\n');
}

export function compileStatement(body: Body, statement: TopStatement, report: Report): string {
  try {
    if (!('ifStatement' in statement)) {
      return at(body, placeOf(statement)) + compileVariables(body, statement.declaration, statement);
    }
    return compileKind(body, statement, report);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    report(error);
    return '';
  }
}

function compileKind(body: Body, statement: StatementContext, report: Report): string {
  const mark = at.bind(undefined, body, placeOf(statement));
  const has = exists;
  if (has(statement.block())) return compileBlock(body, statement.block(), report);
  if (has(statement.localVariableDeclarationStatement())) {
    return mark() + compileLocals(body, statement.localVariableDeclarationStatement().localVariableDeclaration());
  }
  if (has(statement.expressionStatement())) {
    const expression = statement.expressionStatement().expression();
    if (!isAction(expression)) throw new CompileError('Expression cannot be a statement.', placeOf(statement));
    return `${mark()}${compileExpression(body, expression).js};`;
  }
  if (has(statement.ifStatement())) {
    const context = statement.ifStatement();
    const [yes, no] = context.statement_list();
    const test = condition(body, context.parExpression().expression());
    const otherwise = no === undefined ? '' : `else{${scoped(body, no, report)}}`;
    return `${mark()}if(${test}){${yes === undefined ? '' : scoped(body, yes, report)}}${otherwise}`;
  }
  if (has(statement.forStatement())) return compileFor(body, statement.forStatement(), report);
  if (has(statement.whileStatement())) {
    const context = statement.whileStatement();
    const inner = has(context.statement()) ? looped(body, () => scoped(body, context.statement(), report)) : '';
    return `${mark()}while(${condition(body, context.parExpression().expression())}){t.step();${inner}}`;
  }
  if (has(statement.doWhileStatement())) {
    const context = statement.doWhileStatement();
    const inner = looped(body, () => compileBlock(body, context.block(), report));
    return `do{t.step();${inner}}while(${condition(body, context.parExpression().expression())});`;
  }
  if (has(statement.returnStatement())) {
    return mark() + compileReturn(body, statement.returnStatement().expression(), placeOf(statement));
  }
  if (has(statement.throwStatement())) {
    const value = compileExpression(body, statement.throwStatement().expression());
    if (value.type !== nullType && !isException(body, value.type)) {
      throw new CompileError(
        `Throw expression must be of type exception: ${nameOfType(value.type)}`,
        placeOf(statement),
      );
    }
    return `${mark()}throw t.thrown(${value.js});`;
  }
  if (has(statement.breakStatement())) {
    if (body.loops === 0) throw new CompileError('Break statement must be in loop', placeOf(statement));
    return `${mark()}break;`;
  }
  if (has(statement.continueStatement())) {
    if (body.loops === 0) throw new CompileError('Continue statement must be in loop', placeOf(statement));
    return `${mark()}continue;`;
  }
  if (has(statement.tryStatement())) return compileTry(body, statement.tryStatement(), report);
  if (has(statement.switchStatement()))
    return mark() + compileSwitch(body, statement.switchStatement(), (block) => compileBlock(body, block, report));
  if (has(statement.runAsStatement())) {
    const context = statement.runAsStatement();
    const [user] = argumentsIn(context.expressionList()).map((one) => compileExpression(body, one).js);
    const temp = body.temp();
    return `${mark()}${temp}=t.beginRunAs(${user ?? 'null'});try${compileBlock(body, context.block(), report)}finally{t.endRunAs(${temp});}`;
  }
  return mark() + compileDml(body, statement);
}

/** Whether an expression does something by itself. */
const isAction = (expression: ExpressionContext): boolean => {
  if (expression instanceof PreOpExpressionContext) return exists(expression.INC()) || exists(expression.DEC());
  return (
    [AssignExpressionContext, PostOpExpressionContext, MethodCallExpressionContext, NewExpressionContext].some(
      (kind) => expression instanceof kind,
    ) ||
    (expression instanceof DotExpressionContext && exists(expression.dotMethodCall()))
  );
};

function compileReturn(body: Body, context: ExpressionContext, place: Place): string {
  if (!exists(context)) {
    if (body.returns.kind !== 'void')
      throw new CompileError(`Missing return statement required return type: ${nameOfType(body.returns)}`, place);
    return 'return null;';
  }
  if (body.returns.kind === 'void') throw new CompileError('Void method must not return a value', place);
  return `return ${body.assign(compileExpression(body, context), body.returns, place)};`;
}
