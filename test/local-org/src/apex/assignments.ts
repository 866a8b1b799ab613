import {
  ArrayExpressionContext,
  DotExpressionContext,
  PrimaryExpressionContext,
  SubExpressionContext,
} from '@apexdevtools/apex-parser';
import type {
  AssignExpressionContext,
  ExpressionContext,
  PostOpExpressionContext,
  PreOpExpressionContext,
} from '@apexdevtools/apex-parser';
import { convert, mode, text, wait } from './body.ts';
import type { Body, Code } from './body.ts';
import { exists, placeOf } from './modifiers.ts';
import { indexCode, meaningOf } from './chains.ts';
import {
  fieldHere,
  findField,
  libraryProperty,
  meaningOfName,
  nonNull,
  requireVisible,
  staticProperty,
} from './names.ts';
import { compileBinary } from './operators.ts';
import { CompileError, variableMissing } from './symbols.ts';
import type { ClassSymbol, FieldSymbol, Place } from './symbols.ts';
import { integerType, isNumber, nameOfType } from './types.ts';
import type { ApexType } from './types.ts';

/** Something that can be assigned to. Its receiver is evaluated once, by `setup`, where it is read and written. */
type Target = { type: ApexType; setup: string[]; read: string; write(value: string): string };

const plain = (js: string, type: ApexType): Target => ({
  type,
  setup: [],
  read: js,
  write: (value) => `(${js}=${value})`,
});

function targetOf(body: Body, context: ExpressionContext): Target {
  if (context instanceof SubExpressionContext) return targetOf(body, context.expression());
  if (context instanceof ArrayExpressionContext) return elementOf(body, context);
  if (context instanceof DotExpressionContext && exists(context.anyId())) return memberOf(body, context);
  if (context instanceof PrimaryExpressionContext) return nameOf(body, context.getText(), placeOf(context));
  throw new CompileError('Expression cannot be assigned', placeOf(context));
}

function elementOf(body: Body, context: ArrayExpressionContext): Target {
  const [list, index] = context.expression_list();
  if (list === undefined || index === undefined)
    throw new CompileError('Expression cannot be assigned', placeOf(context));
  const receiver = body.compile.expression(body, list);
  if (receiver.type.kind !== 'list') {
    throw new CompileError(`Expression must be a list type: ${nameOfType(receiver.type)}`, placeOf(context));
  }
  const at = indexCode(body, index);
  const [l, i] = [body.temp(), body.temp()];
  return {
    type: receiver.type.of,
    setup: [`${l}=${receiver.js}`, `${i}=${at}`],
    read: `R.at(${l},${i})`,
    write: (value) => `R.setAt(${l},${i},${value})`,
  };
}

function nameOf(body: Body, name: string, place: Place): Target {
  const local = body.local(name);
  if (local !== undefined) {
    if (local.isFinal) throw finalAssigned(name, place);
    return plain(local.js, local.type);
  }
  for (let symbol: ClassSymbol | undefined = body.symbol; symbol !== undefined; symbol = symbol.outer) {
    const field = fieldHere(body, symbol, name);
    if (field !== undefined && (field.isStatic || (symbol === body.symbol && !body.isStatic))) {
      return fieldTarget(body, field, { receiver: 'self', place });
    }
  }
  const meaning = meaningOfName(body, name, place);
  throw 'value' in meaning ? new CompileError('Expression cannot be assigned', place) : variableMissing(name, place);
}

const finalAssigned = (name: string, place: Place): CompileError =>
  new CompileError(
    `Final members can only be assigned in their declaration, init blocks, or constructors: ${name}`,
    place,
  );

function fieldTarget(body: Body, field: FieldSymbol, { receiver, place }: { receiver: string; place: Place }): Target {
  const { type, isStatic } = field;
  const name = field.slot;
  const isOwn = body.property === field;
  if (field.isProperty && field.setter === undefined && !isOwn) {
    throw new CompileError(`A value cannot be stored to ${field.name} in type ${field.owner}`, place);
  }
  requireVisible(body, field, place, field.isProperty ? field.setterAccess : field.access);
  const isSettable = body.setsFinals && body.symbol.name === field.owner && (isStatic ? body.isStatic : !body.isStatic);
  if (field.isFinal && !isSettable) throw finalAssigned(field.name, place);
  const hasCode = (accessor: FieldSymbol['getter']): boolean => typeof accessor === 'object' && !isOwn;
  const stored = `${isStatic ? `t.st(${text(field.owner)})` : `${receiver}.fields`}[${text(name)}]`;
  const call = (key: string, value = ''): string =>
    isStatic
      ? `(${wait}t.k(${text(field.owner)}).${mode}[${text(key)}](t${value}))`
      : `(${wait}R.v${mode}(t,${receiver},${text(key)}${value}))`;
  return {
    type,
    setup: [],
    read: hasCode(field.getter) ? call(`get ${name}`) : stored,
    write: (value) => (hasCode(field.setter) ? call(`set ${name}`, `,${value}`) : `(${stored}=${value})`),
  };
}

function memberOf(body: Body, context: DotExpressionContext): Target {
  const name = context.anyId().getText();
  const place = placeOf(context);
  const receiver = meaningOf(body, context.expression(), []);
  if (!('value' in receiver)) {
    const symbol = 'type' in receiver && receiver.type.kind === 'class' && body.world.classNamed(receiver.type.name);
    const field = symbol ? findField(body, symbol, name) : undefined;
    if (field?.isStatic === true) return fieldTarget(body, field, { receiver: 'self', place });
    // A static property of the library, such as `RestContext.request`: its code takes the value that it is called with.
    if ('type' in receiver && receiver.type.kind === 'class') {
      const property = staticProperty(body, receiver.type.name, name);
      if (property !== undefined) {
        const code = body.memberCode(property.code);
        return {
          ...plain(`${code}(t)`, property.returns),
          write: (value) => `${code}(t,${value})`,
        };
      }
    }
    throw variableMissing(`${context.expression().getText()}.${name}`, place);
  }
  return valueMember(body, receiver.value, { name, place });
}

function valueMember(body: Body, receiver: Code, { name, place }: { name: string; place: Place }): Target {
  const temp = receiver.js === 'self' ? 'self' : body.temp();
  const setup = receiver.js === 'self' ? [] : [`${temp}=${nonNull(receiver.js)}`];
  if (receiver.type.kind === 'sobject') {
    const object = body.world.schema.object(receiver.type.name);
    const field = object?.fields.get(name.toLowerCase()) ?? parentOf(object?.parents.get(name.toLowerCase()));
    if (field === undefined) throw variableMissing(name, place);
    return {
      type: field.type,
      setup,
      read: `R.get(t,${temp},${text(field.name)})`,
      write: (value) => `R.put(t,${temp},${text(field.name)},${value})`,
    };
  }
  const symbol = receiver.type.kind === 'class' ? body.world.classNamed(receiver.type.name) : undefined;
  const field = symbol && findField(body, symbol, name);
  if (field !== undefined) return { ...fieldTarget(body, field, { receiver: temp, place }), setup };
  const property = libraryProperty(body, receiver.type, name);
  if (property === undefined) throw variableMissing(name, place);
  return { ...plain(`${temp}.fields[${text(name.toLowerCase())}]`, property.type), setup };
}

const parentOf = (
  parent: { name: string; objects: readonly string[] } | undefined,
): { name: string; type: ApexType } | undefined =>
  parent && {
    name: parent.name,
    type: { kind: 'sobject', name: parent.objects.length === 1 ? (parent.objects[0] ?? 'SObject') : 'SObject' },
  };

const sequence = (setup: readonly string[], js: string): string =>
  setup.length === 0 ? js : `(${[...setup, js].join(',')})`;

export function compileAssignment(body: Body, context: AssignExpressionContext): Code {
  const [to, from] = context.expression_list();
  if (to === undefined || from === undefined) throw new CompileError('Expression cannot be assigned', placeOf(context));
  const target = targetOf(body, to);
  const value = body.compile.expression(body, from);
  const place = placeOf(context);
  if (exists(context.ASSIGN())) {
    return { js: sequence(target.setup, target.write(body.assign(value, target.type, place))), type: target.type };
  }
  const children = (context as unknown as { children: { getText(): string }[] }).children;
  const operator = children
    .slice(1, -1)
    .map((one) => one.getText())
    .join('')
    .slice(0, -1);
  const result = compileBinary(body, { left: { js: target.read, type: target.type }, right: value, place }, operator);
  const js = body.assign(result, target.type, place);
  return { js: sequence(target.setup, target.write(js)), type: target.type };
}

/** `i++`, `--i`. */
export function compileStep(
  body: Body,
  context: PostOpExpressionContext | PreOpExpressionContext,
  { isPrefix }: { isPrefix: boolean },
): Code {
  const target = targetOf(body, context.expression());
  if (!isNumber(target.type)) {
    const step = exists(context.INC()) ? 'increment' : 'decrement';
    const words = isPrefix ? `Unary prefix ${step}` : 'Unary postfix increment/decrement';
    throw new CompileError(
      `${words} can only be applied to numeric expressions: ${nameOfType(target.type)}`,
      placeOf(context),
    );
  }
  const operator = exists(context.INC()) ? 'add' : 'sub';
  const one = convert('1', integerType, target.type);
  const step = (js: string): string => `R.${operator}${nameOfType(target.type)}(${js},${one})`;
  if (isPrefix) return { js: sequence(target.setup, target.write(step(target.read))), type: target.type };
  const before = body.temp();
  const js = sequence([...target.setup, `${before}=${target.read}`, target.write(step(before))], before);
  return { js, type: target.type };
}
