import type { BlockContext, ForStatementContext, StatementContext } from '@apexdevtools/apex-parser';
import { exists } from './modifiers.ts';

/** Whether the end of the statements can be reached: not after a return or a loop that never ends. */
export const canEnd = (statements: readonly StatementContext[]): boolean => statements.every(canComplete);

const blockCanEnd = (block: BlockContext): boolean => canEnd(block.statement_list());

/** Whether what follows a statement can be reached. */
export function canComplete(statement: StatementContext): boolean {
  if (exists(statement.returnStatement()) || exists(statement.throwStatement())) return false;
  if (exists(statement.breakStatement()) || exists(statement.continueStatement())) return false;
  if (exists(statement.block())) return blockCanEnd(statement.block());
  if (exists(statement.runAsStatement())) return blockCanEnd(statement.runAsStatement().block());
  if (exists(statement.ifStatement())) {
    const branches = statement.ifStatement().statement_list();
    return branches.length < 2 || branches.some(canComplete);
  }
  if (exists(statement.switchStatement())) {
    const cases = statement.switchStatement().whenControl_list();
    const hasElse = cases.some((one) => exists(one.whenValue().ELSE()));
    return !hasElse || cases.some((one) => blockCanEnd(one.block()) || hasBreak(one.block().statement_list()));
  }
  if (exists(statement.tryStatement())) return tryCanComplete(statement);
  return loopCanComplete(statement);
}

function tryCanComplete(statement: StatementContext): boolean {
  const context = statement.tryStatement();
  const last = context.finallyBlock();
  if (exists(last) && !blockCanEnd(last.block())) return false;
  return [context.block(), ...context.catchClause_list().map((one) => one.block())].some(blockCanEnd);
}

function loopCanComplete(statement: StatementContext): boolean {
  if (exists(statement.whileStatement())) {
    const context = statement.whileStatement();
    return !isTrue(context.parExpression().getText()) || hasBreakIn(context.statement());
  }
  if (exists(statement.doWhileStatement())) {
    const context = statement.doWhileStatement();
    const statements = context.block().statement_list();
    const endsAtTest = canEnd(statements) || hasContinue(statements);
    return (endsAtTest && !isTrue(context.parExpression().getText())) || hasBreak(statements);
  }
  if (exists(statement.forStatement())) {
    const context = statement.forStatement();
    return !isEndless(context) || hasBreakIn(context.statement());
  }
  return true;
}

const isTrue = (condition: string): boolean => /^\(*true\)*$/i.test(condition);

function isEndless(context: ForStatementContext): boolean {
  const control = context.forControl();
  if (exists(control.enhancedForControl())) return false;
  return !exists(control.expression()) || isTrue(control.expression().getText());
}

const hasBreakIn = (statement: StatementContext): boolean => exists(statement) && hasBreak([statement]);
const hasBreak = (statements: readonly StatementContext[]): boolean =>
  statements.some((one) => leaves(one, (inner) => exists(inner.breakStatement())));
const hasContinue = (statements: readonly StatementContext[]): boolean =>
  statements.some((one) => leaves(one, (inner) => exists(inner.continueStatement())));

/** Whether a statement has a break or continue that belongs to the loop around it. */
function leaves(statement: StatementContext, isIt: (inner: StatementContext) => boolean): boolean {
  if (isIt(statement)) return true;
  return innerStatements(statement).some((one) => leaves(one, isIt));
}

/** The statements within a statement that is no loop. */
function innerStatements(statement: StatementContext): StatementContext[] {
  if (exists(statement.block())) return statement.block().statement_list();
  if (exists(statement.ifStatement())) return statement.ifStatement().statement_list();
  if (exists(statement.runAsStatement())) return statement.runAsStatement().block().statement_list();
  if (exists(statement.switchStatement())) {
    return statement
      .switchStatement()
      .whenControl_list()
      .flatMap((one) => one.block().statement_list());
  }
  if (!exists(statement.tryStatement())) return [];
  const context = statement.tryStatement();
  const last = context.finallyBlock();
  return [
    context.block(),
    ...context.catchClause_list().map((one) => one.block()),
    ...(exists(last) ? [last.block()] : []),
  ].flatMap((block) => block.statement_list());
}
