import { text } from './body.ts';
import type { Body } from './body.ts';
import { compileExpression } from './expressions.ts';
import { exists, placeOf } from './modifiers.ts';
import { CompileError } from './symbols.ts';
import { nameOfType } from './types.ts';
import type { AccessLevelContext, ExpressionContext, StatementContext } from '@apexdevtools/apex-parser';

const dmlKinds = ['insert', 'update', 'upsert', 'delete', 'undelete'] as const;

type DmlContext = { expression(): ExpressionContext; accessLevel(): AccessLevelContext };

export function compileDml(body: Body, statement: StatementContext): string {
  const merge = statement.mergeStatement();
  if (exists(merge)) {
    const [master, others] = merge.expression_list().map((one) => compileExpression(body, one).js);
    return `R.merge(t,${master ?? 'null'},${others ?? 'null'});`;
  }
  const found = dmlKinds
    .map((kind) => ({ kind, context: statement[`${kind}Statement`]() as unknown as DmlContext }))
    .find(({ context }) => exists(context));
  if (found === undefined) throw new CompileError('Unexpected statement', placeOf(statement));
  const { kind, context } = found;
  const value = compileExpression(body, context.expression());
  const isRecords = value.type.kind === 'sobject' || (value.type.kind === 'list' && value.type.of.kind === 'sobject');
  if (!isRecords) {
    throw new CompileError(`DML requires SObject or SObject list type: ${nameOfType(value.type)}`, placeOf(statement));
  }
  const access = exists(context.accessLevel()) ? context.accessLevel().getText().toLowerCase().slice(2) : '';
  const key =
    kind === 'upsert' && exists(statement.upsertStatement().qualifiedName())
      ? statement.upsertStatement().qualifiedName().getText()
      : '';
  return `R.dml(t,${text(kind)},${value.js},${text(access)},${text(key.split('.').at(-1) ?? '')});`;
}
