import type { BlockContext, StatementContext } from '@apexdevtools/apex-parser';
import { asynchronous, Body, mode, text, wait } from './body.ts';
import type { BodyOptions, Compile, Unit } from './body.ts';
import { chooseConstructor } from './constructors.ts';
import { placeOf } from './modifiers.ts';
import { compileExpression } from './expressions.ts';
import { canEnd } from './reachability.ts';
import { compileBlock, compileStatement, compileStatements } from './statements.ts';
import { checkClass } from './check-class.ts';
import { CompileError } from './symbols.ts';
import type { ClassSymbol, FieldSymbol, MethodSymbol, Report, TopStatement } from './symbols.ts';
import { nameOfType, voidType } from './types.ts';

import type { World } from './world.ts';

/** A compiled class: the text of its methods, with the marks of `Code`, and the tables that the text refers to. */
export type CompiledClass = Unit & {
  /** An object literal of functions by the keys of methods, accessors and initialisers. */
  js: string;
};

type Method = { key: string; name: string; parameters: MethodSymbol['parameters']; isStatic: boolean };

const compilers: Compile = { expression: compileExpression, block: compileBlock, statement: compileStatement };

/** Compiles the members of one class; what is wrong is reported, and the rest compiled. */
export function compileClass(symbol: ClassSymbol, world: World, report: Report): CompiledClass {
  const unit: Unit = { symbol, world, types: [], members: [], lines: new Set() };
  const parts: string[] = [];
  const guard = (compile: () => string): void => {
    try {
      parts.push(compile());
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      report(error);
    }
  };
  checkClass(symbol, world, report);
  for (const method of [...symbol.methods.values()].flat()) {
    const { body } = method;
    if (body !== undefined) guard(() => compileMethod(unit, method, body, report));
  }
  for (const constructor of symbol.constructors) {
    const { body } = constructor;
    if (body !== undefined) guard(() => compileConstructor(unit, constructor, body, report));
  }
  if (symbol.constructors.length === 0 && symbol.kind === 'class') guard(() => implicitConstructor(unit));
  for (const field of symbol.fields.values()) guard(() => compileAccessors(unit, field, report));
  guard(() => compileInitializers(unit, { isStatic: true, report }));
  guard(() => compileInitializers(unit, { isStatic: false, report }));
  if (symbol.trigger !== undefined) guard(() => compileTrigger(unit, symbol.trigger?.body ?? [], report));
  return { ...unit, js: `{${parts.filter((one) => one !== '').join(',\n')}}` };
}

/** A function that keeps its place on the stack while it runs. */
function functionOf(unit: Unit, { key, name, parameters, isStatic }: Method, body: Body, code: string): string {
  const names = parameters.map(({ name: parameter }) => body.local(parameter)?.js ?? parameter);
  const temps = body.temps.length === 0 ? '' : `let ${body.temps.join(',')};`;
  const head = ['t', ...(isStatic ? [] : ['self']), ...names].join(',');
  const frame = `const f=t.enter(${text(unit.symbol.name)},${text(name)});`;
  return `${text(key)}:${asynchronous}function(${head}){${temps}${frame}try{${code}}catch(e){throw t.raised(e);}finally{t.leave(f);}}`;
}

function bodyOf(unit: Unit, method: Omit<Method, 'key' | 'name'> & BodyOptions): Body {
  const body = new Body(unit, method, compilers);
  for (const { name, type } of method.parameters) body.declare(name, type, { place: unit.symbol.place });
  body.open();
  return body;
}

function compileMethod(unit: Unit, method: MethodSymbol, block: BlockContext, report: Report): string {
  const body = bodyOf(unit, method);
  const code = compileBlock(body, block, report);
  if (method.returns.kind !== 'void' && canEnd(block.statement_list())) {
    report(
      new CompileError(`Missing return statement required return type: ${nameOfType(method.returns)}`, method.place),
    );
  }
  return functionOf(unit, method, body, `${code}return null;`);
}

const isChained = (statement: StatementContext | undefined): boolean =>
  statement !== undefined && /^(?:this|super)\(/i.test(statement.getText());

/** A constructor calls one of its superclass, and the initialisers, unless it calls another of its own class first. */
function compileConstructor(unit: Unit, constructor: MethodSymbol, block: BlockContext, report: Report): string {
  const body = bodyOf(unit, { ...constructor, isStatic: false, setsFinals: true });
  const [first, ...others] = block.statement_list();
  const isFirst = isChained(first);
  const callsThis = isFirst && /^this/i.test(first?.getText() ?? '');
  const chained = isFirst && first !== undefined ? compileStatement(body, first, report) : superCall(body, constructor);
  const init = callsThis ? '' : initCall(unit);
  const statements = isFirst || first === undefined ? others : [first, ...others];
  const late = statements.find(isChained);
  if (late !== undefined) {
    const call = /^this/i.test(late.getText()) ? 'this()' : 'super()';
    report(new CompileError(`Call to '${call}' must be the first statement in a constructor method`, placeOf(late)));
  }
  const rest = compileStatements(
    body,
    statements.filter((one) => one !== late),
    report,
  );
  return functionOf(
    unit,
    { ...constructor, name: '<init>', isStatic: false },
    body,
    `${chained}${init}${rest}return null;`,
  );
}

const initCall = (unit: Unit): string => `${wait}R.init${mode}(t,self,${text(unit.symbol.name)});`;

function superCall(body: Body, { place }: Pick<MethodSymbol, 'place'>): string {
  const type = body.symbol.superclass;
  const symbol = type?.kind === 'class' ? body.world.classNamed(type.name) : undefined;
  if (symbol === undefined) return '';
  const hasDefault =
    symbol.constructors.length === 0 ||
    symbol.constructors.some((one) => one.parameters.length === 0) ||
    body.world.isSubtype(symbol.name, 'System.Exception');
  if (!hasDefault) {
    throw new CompileError(`No default constructor available in super type: ${symbol.name}`, place);
  }
  const { key } = chooseConstructor(body, symbol, { name: 'new', args: [], place });
  return `${wait}R.construct${mode}(t,self,${text(symbol.name)},${text(key)});`;
}

function implicitConstructor(unit: Unit): string {
  const body = bodyOf(unit, { parameters: [], isStatic: false, returns: voidType });
  const code = `${superCall(body, unit.symbol)}${initCall(unit)}return null;`;
  return `"new()":${asynchronous}function(t,self){${code}}`;
}

function compileAccessors(unit: Unit, field: FieldSymbol, report: Report): string {
  const parts: string[] = [];
  const key = field.slot;
  if (typeof field.getter === 'object') {
    const body = bodyOf(unit, { parameters: [], isStatic: field.isStatic, returns: field.type, property: field });
    const code = compileBlock(body, field.getter, report);
    parts.push(
      functionOf(
        unit,
        { key: `get ${key}`, name: field.name, parameters: [], isStatic: field.isStatic },
        body,
        `${code}return null;`,
      ),
    );
  }
  if (typeof field.setter === 'object') {
    const parameters = [{ name: 'value', type: field.type }];
    const body = bodyOf(unit, { parameters, isStatic: field.isStatic, returns: voidType, property: field });
    const code = compileBlock(body, field.setter, report);
    const value = body.local('value')?.js ?? 'null';
    const method = { key: `set ${key}`, name: field.name, parameters, isStatic: field.isStatic };
    parts.push(
      functionOf(unit, method, body, `${code.replaceAll('return null;', `return ${value};`)}return ${value};`),
    );
  }
  return parts.join(',\n');
}

/** What the initialisers give, in the order of the text. */
function compileInitializers(unit: Unit, { isStatic, report }: { isStatic: boolean; report: Report }): string {
  const body = bodyOf(unit, { parameters: [], isStatic, returns: voidType, setsFinals: true });
  const store = isStatic ? `t.st(${text(unit.symbol.name)})` : 'self.fields';
  // The fields of an instance are null before the constructor of its superclass runs.
  const nulls = [...unit.symbol.fields.values()]
    .filter((field) => isStatic && field.isStatic)
    .map((field) => `${store}[${text(field.slot)}]=null;`);
  const code = unit.symbol.initializers
    .filter((one) => one.isStatic === isStatic)
    .map(({ of }) => {
      if (!('initializer' in of)) return compileBlock(body, of, report);
      const { initializer } = of;
      if (initializer === undefined) return '';
      try {
        const place = placeOf(initializer);
        unit.lines.add(place.line);
        const value = body.assign(compileExpression(body, initializer), of.type, place);
        return `t.at(f,${String(place.line)});${store}[${text(of.slot)}]=${value};`;
      } catch (error) {
        if (!(error instanceof CompileError)) throw error;
        report(error);
        return '';
      }
    });
  const name = isStatic ? '<clinit>' : '<init>';
  return functionOf(unit, { key: name, name, parameters: [], isStatic }, body, [...nulls, ...code].join('\n'));
}

function compileTrigger(unit: Unit, statements: readonly TopStatement[], report: Report): string {
  const body = bodyOf(unit, { parameters: [], isStatic: true, returns: voidType });
  const code = compileStatements(body, statements, report);
  return functionOf(
    unit,
    { key: 'trigger', name: 'trigger', parameters: [], isStatic: true },
    body,
    `${code}return null;`,
  );
}
