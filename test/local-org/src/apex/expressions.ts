import { compileAssignment, compileStep } from './assignments.ts';
import { mode, text, wait } from './body.ts';
import type { Body, Code } from './body.ts';
import { argumentsIn, callOwn } from './calls.ts';
import { requireOpen, compileCast } from './casts.ts';
import { compileChain, isChain } from './chains.ts';
import { chooseConstructor } from './constructors.ts';
import { distance } from './conversions.ts';
import { compileCreator } from './creators.ts';
import { exists, placeOf } from './modifiers.ts';
import { compileBinary, compileEquality, isCondition, isOperand } from './operators.ts';
import { compilePrimary } from './primaries.ts';
import { CompileError } from './symbols.ts';
import type { Place } from './symbols.ts';
import {
  booleanType,
  integerType,
  isNumber,
  longType,
  isPrimitive,
  isSameType,
  nameOfType,
  nullType,
} from './types.ts';
import type { ApexType } from './types.ts';
import {
  Arth1ExpressionContext,
  Arth2ExpressionContext,
  AssignExpressionContext,
  BitAndExpressionContext,
  BitExpressionContext,
  BitNotExpressionContext,
  BitOrExpressionContext,
  CastExpressionContext,
  CmpExpressionContext,
  CoalExpressionContext,
  CondExpressionContext,
  EqualityExpressionContext,
  InstanceOfExpressionContext,
  LogAndExpressionContext,
  LogOrExpressionContext,
  MethodCallExpressionContext,
  NegExpressionContext,
  NewExpressionContext,
  PostOpExpressionContext,
  PreOpExpressionContext,
  PrimaryExpressionContext,
  SubExpressionContext,
} from '@apexdevtools/apex-parser';
import type { ExpressionContext, MethodCallContext } from '@apexdevtools/apex-parser';

/** The code of an expression. @throws CompileError where it is none of the language. */
export function compileExpression(body: Body, context: ExpressionContext): Code {
  if (!isChain(context)) return compileOther(body, context);
  const guards: string[] = [];
  const code = compileChain(body, context, guards);
  // A chain ends with null at the first `?.` whose receiver is null.
  const js = guards.reduceRight((inner, guard) => `(${guard}==null?null:${inner})`, code.js);
  return guards.length === 0 ? code : { js, type: code.type };
}

function compileOther(body: Body, context: ExpressionContext): Code {
  const place = placeOf(context);
  if (context instanceof PrimaryExpressionContext) return compilePrimary(body, context.primary());
  if (context instanceof SubExpressionContext) {
    const inner = compileExpression(body, context.expression());
    return { ...inner, js: `(${inner.js})` };
  }
  if (context instanceof MethodCallExpressionContext) return compileCall(body, context.methodCall());
  if (context instanceof NewExpressionContext) return compileCreator(body, context.creator());
  if (context instanceof AssignExpressionContext) return compileAssignment(body, context);
  if (context instanceof PostOpExpressionContext) return compileStep(body, context, { isPrefix: false });
  if (context instanceof PreOpExpressionContext) {
    if (exists(context.INC()) || exists(context.DEC())) return compileStep(body, context, { isPrefix: true });
    return compileSign(body, context);
  }
  if (context instanceof NegExpressionContext) return compileNegation(body, context);
  if (context instanceof CastExpressionContext) return compileCast(body, context);
  if (context instanceof InstanceOfExpressionContext) {
    const value = compileExpression(body, context.expression());
    const type = body.world.readTypeRef(context.typeRef(), body.symbol);
    requireOpen(body, value.type, type, place);
    return { js: `R.isA(t,${value.js},${body.typeCode(type)})`, type: booleanType };
  }
  if (context instanceof CondExpressionContext) return compileConditional(body, context);
  if (context instanceof CoalExpressionContext) return compileCoalesce(body, context);
  if (context instanceof LogAndExpressionContext) return compileLogic(body, context.expression_list(), '&&');
  if (context instanceof LogOrExpressionContext) return compileLogic(body, context.expression_list(), '||');
  const pair = 'expression_list' in context ? (context as Arth1ExpressionContext).expression_list() : [];
  const [left, right] = pair.map((one) => compileExpression(body, one));
  if (left === undefined || right === undefined) throw new CompileError('Unexpected expression', place);
  if (context instanceof EqualityExpressionContext) {
    return compileEquality(body, { left, right, place }, operatorOf(context));
  }
  return compileBinary(body, { left, right, place }, operatorOf(context));
}

/** The operator between two expressions, such as `>>>` or `<=`. */
function operatorOf(context: ExpressionContext): string {
  if (
    context instanceof Arth1ExpressionContext ||
    context instanceof Arth2ExpressionContext ||
    context instanceof EqualityExpressionContext ||
    context instanceof CmpExpressionContext ||
    context instanceof BitExpressionContext ||
    context instanceof BitAndExpressionContext ||
    context instanceof BitNotExpressionContext ||
    context instanceof BitOrExpressionContext
  ) {
    const children = (context as unknown as { children: { getText(): string }[] }).children;
    return children
      .slice(1, -1)
      .map((one) => one.getText())
      .join('');
  }
  throw new CompileError('Unexpected expression', placeOf(context));
}

function compileCall(body: Body, context: MethodCallContext): Code {
  const args = argumentsIn(context.expressionList()).map((one) => compileExpression(body, one));
  const place = placeOf(context);
  const isThis = exists(context.THIS());
  if (!isThis && !exists(context.SUPER())) {
    return callOwn(body, { name: context.id().getText(), args, place });
  }
  const symbol = isThis
    ? body.symbol
    : body.symbol.superclass?.kind === 'class' && body.world.classNamed(body.symbol.superclass.name);
  const call = { name: 'new', args, place };
  if (symbol === undefined || symbol === false) {
    // The superclass is one of the library: only exceptions have a constructor with arguments.
    const values = args.map(({ js }) => `,${js}`).join('');
    return { js: `R.initException(self${values})`, type: { kind: 'void' } };
  }
  const { key, args: values } = chooseConstructor(body, symbol, call);
  return {
    js: `(${wait}R.construct${mode}(t,self,${text(symbol.name)},${text(key)}${values}))`,
    type: { kind: 'void' },
  };
}

function compileSign(body: Body, context: PreOpExpressionContext): Code {
  const inner = compileExpression(body, context.expression());
  if (!isNumber(inner.type)) throw new CompileError('Unary negation must use a numeric argument', placeOf(context));
  if (!exists(context.SUB())) return inner;
  if (/^\d+$/.test(inner.js)) return { js: `-${inner.js}`, type: inner.type };
  return { js: `R.neg${nameOfType(inner.type)}(${inner.js})`, type: inner.type };
}

function compileNegation(body: Body, context: NegExpressionContext): Code {
  const inner = compileExpression(body, context.expression());
  if (exists(context.BANG())) {
    if (!isPrimitive(inner.type, 'Boolean')) {
      throw new CompileError('! operator can only be applied to boolean expressions', placeOf(context));
    }
    return { js: `!${isOperand(inner, placeOf(context))}`, type: booleanType };
  }
  if (!isSameType(inner.type, integerType) && !isSameType(inner.type, longType)) {
    throw new CompileError(`Invalid type for bitwise negate: ${nameOfType(inner.type)}`, placeOf(context));
  }
  return { js: `R.not${nameOfType(inner.type)}(${inner.js})`, type: inner.type };
}

function compileConditional(body: Body, context: CondExpressionContext): Code {
  const [condition, one, other] = context.expression_list();
  if (condition === undefined || one === undefined || other === undefined)
    throw new CompileError('Expression cannot be empty', placeOf(context));
  const test = isCondition(compileExpression(body, condition), placeOf(condition));
  const [yes, no] = [compileExpression(body, one), compileExpression(body, other)];
  const type = commonType(body, yes, no);
  if (type === undefined) throw incompatible('ternary', yes, no, placeOf(context));
  return { js: `(${test}?${body.assign(yes, type, placeOf(one))}:${body.assign(no, type, placeOf(other))})`, type };
}

const incompatible = (operator: string, one: Code, other: Code, place: Place): CompileError =>
  new CompileError(
    `Incompatible types in ${operator} operator: ${nameOfType(one.type)}, ${nameOfType(other.type)}`,
    place,
  );

/** The type that both values fit: that of one of them. */
function commonType(body: Body, one: Code, other: Code): ApexType | undefined {
  if (one.type === nullType) return other.type;
  if (other.type === nullType || isSameType(one.type, other.type)) return one.type;
  if (distance(one.type, other.type, body.world) !== undefined) return other.type;
  return distance(other.type, one.type, body.world) === undefined ? undefined : one.type;
}

function compileCoalesce(body: Body, context: CoalExpressionContext): Code {
  const [one, other] = context.expression_list();
  if (one === undefined || other === undefined) throw new CompileError('Expression cannot be empty', placeOf(context));
  const left = compileExpression(body, one);
  const right = compileExpression(body, other);
  const of =
    left.isQuery === true && left.type.kind === 'list' && right.type.kind !== 'list' ? left.type.of : undefined;
  const value = of === undefined ? left : { js: `R.oneOrNull(${left.js})`, type: of };
  const type = commonType(body, value, right);
  if (type === undefined) throw incompatible('null coalescing', value, right, placeOf(context));
  return { js: `(${body.assign(value, type, placeOf(one))}??${body.assign(right, type, placeOf(other))})`, type };
}

function compileLogic(body: Body, operands: ExpressionContext[], operator: string): Code {
  const parts = operands.map((one) => isOperand(compileExpression(body, one), placeOf(one)));
  return { js: `(${parts.join(operator)})`, type: booleanType };
}
