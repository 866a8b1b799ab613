import type {
  BlockContext,
  SwitchStatementContext,
  WhenControlContext,
  WhenLiteralContext,
} from '@apexdevtools/apex-parser';
import { text } from './body.ts';
import type { Body, Code } from './body.ts';
import { exists, placeOf } from './modifiers.ts';
import { compileExpression } from './expressions.ts';
import { CompileError } from './symbols.ts';
import { integerType, isPrimitive, isSameType, longType, nameOfType, stringType } from './types.ts';
import type { ApexType } from './types.ts';

type Inner = (block: BlockContext) => string;

/** `switch on …`: the first `when` that fits is run, and none else. */
export function compileSwitch(body: Body, context: SwitchStatementContext, inner: Inner): string {
  const value = compileExpression(body, context.expression());
  if (!isSwitchable(body, value.type)) {
    throw new CompileError(`${nameOfType(value.type)} is not a valid switch expression type`, placeOf(context));
  }
  const temp = body.temp();
  const seen = new Set<string>();
  const cases = context.whenControl_list().map((one) => compileWhen(body, one, { value, temp, inner, seen }));
  return `${temp}=${value.js};${cases.join('else ')}`;
}

function isSwitchable(body: Body, type: ApexType): boolean {
  if (type.kind === 'sobject') return true;
  if (type.kind === 'class') return isEnum(body, type) || body.world.classNamed(type.name) !== undefined;
  return ['Integer', 'Long', 'String', 'Object'].some((name) => isPrimitive(type, name));
}

const isEnum = (body: Body, type: ApexType & { kind: 'class' }): boolean =>
  (body.world.classNamed(type.name) ?? body.world.libraryClass(type.name))?.kind === 'enum';

type When = { value: Code; temp: string; inner: Inner; seen: Set<string> };

function compileWhen(body: Body, control: WhenControlContext, { value, temp, inner, seen }: When): string {
  const when = control.whenValue();
  if (exists(when.ELSE())) return inner(control.block());
  const once = (name: string): void => {
    if (seen.has(name)) {
      throw new CompileError(`${name} occurs as more than one when branch for this switch statement`, placeOf(when));
    }
    seen.add(name);
  };
  body.open();
  let test: string;
  let bind = '';
  if (exists(when.typeRef())) {
    const type = body.world.readTypeRef(when.typeRef(), body.symbol);
    once(nameOfType(type));
    test = `${temp}!==null&&R.isA(t,${temp},${body.typeCode(type)})`;
    bind = `let ${body.declare(when.id().getText(), type, { place: placeOf(when) })}=${temp};`;
  } else {
    const literals = when.whenLiteral_list();
    for (const one of literals) once(one.getText());
    test = literals.map((one) => `R.eqCase(${temp},${whenValue(body, one, value)})`).join('||');
  }
  const js = inner(control.block());
  body.close();
  return `if(${test}){${bind}${js}}`;
}

/** A literal of `when`, or the name of an enum's value without its type. */
function whenValue(body: Body, literal: WhenLiteralContext, { type }: Code): string {
  const bare = literal.getText().replace(/^\((.*)\)$/, '$1');
  if (/^null$/i.test(bare)) return 'null';
  const fits = (own: ApexType): void => {
    const isWider = isSameType(own, integerType) && isSameType(type, longType);
    if (isSameType(own, type) || isWider || isPrimitive(type, 'Object')) return;
    throw new CompileError(
      `${nameOfType(own)} value in 'when expression' cannot be implicitly converted to the ${nameOfType(type)} type in switch expression`,
      placeOf(literal),
    );
  };
  if (bare.startsWith("'")) {
    fits(stringType);
    return text(bare.slice(1, -1).replace(/\\(.)/g, '$1'));
  }
  if (/^[+-]?\d+$/.test(bare)) {
    fits(integerType);
    return isSameType(type, longType) ? `${bare.replace('+', '')}n` : String(Number(bare));
  }
  if (/^[+-]?\d+l$/i.test(bare)) {
    fits(longType);
    return `${bare.slice(0, -1).replace('+', '')}n`;
  }
  return enumValue(body, type, { name: bare.split('.').at(-1) ?? bare, literal });
}

function enumValue(
  body: Body,
  type: ApexType,
  { name, literal }: { name: string; literal: WhenLiteralContext },
): string {
  const symbol = type.kind === 'class' ? body.world.classNamed(type.name) : undefined;
  const values = symbol?.enumValues ?? body.world.libraryClass(nameOfType(type))?.values ?? [];
  if (!values.some((one) => one.toLowerCase() === name.toLowerCase())) {
    throw new CompileError(`Variable does not exist: ${name}`, placeOf(literal));
  }
  return `R.enumValue(t,${text(nameOfType(type))},${text(name)})`;
}
