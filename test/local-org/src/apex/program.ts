import { Script } from 'node:vm';
import type { MemberDeclarationContext } from '@apexdevtools/apex-parser';
import { inMode } from './body.ts';
import { compileClass } from './compile-class.ts';
import type { CompiledClass } from './compile-class.ts';
import { Declarations } from './declare.ts';
import type { LibraryClass } from './library.ts';
import { parseApex } from './parse-apex.ts';
import type { SyntaxProblem } from './parse-apex.ts';
import type { CompileError } from './symbols.ts';
import type { ClassSymbol, Problem } from './symbols.ts';
import type { ClassOfObject } from './values.ts';
import { World } from './world.ts';
import type { SchemaForCode } from './world.ts';

/** A class or trigger as it is deployed. */
export type ApexSource = { kind: 'class' | 'trigger'; name: string; source: string };

/** The functions of a class by their keys; each takes the transaction, the instance where it has one, and the arguments. */
export type Methods = Record<string, ((...values: never[]) => unknown) | undefined>;

/** A class of a package that can run. */
export type RuntimeClass = ClassOfObject & {
  symbol: ClassSymbol;
  /** Names in lower case of the fields of its instances, inherited ones too. */
  fieldNames: readonly string[];
  superclass: RuntimeClass | undefined;
  /** Its own methods, for transactions that never wait (`s`) and those that may (`a`). */
  s: Methods;
  a: Methods;
  /** With inherited ones. */
  vs: Methods;
  va: Methods;
  /** Lines that can be reached, and those that were. */
  lines: ReadonlySet<number>;
  reached: Set<number>;
};

/** The operations that compiled code calls: see operations.ts. */
export type Operations = Record<string, unknown>;

/** All Apex of an org, compiled together. */
export class Program {
  readonly world: World;
  readonly classes = new Map<string, RuntimeClass>();
  readonly triggers: RuntimeClass[] = [];
  private readonly library: readonly LibraryClass[];
  private readonly operations: Operations;

  private constructor(world: World, { library, operations }: Pick<CompileOptions, 'library' | 'operations'>) {
    this.world = world;
    this.library = library;
    this.operations = operations;
  }

  /** Compiles classes and triggers; with problems nothing can be run. */
  static compile(sources: readonly ApexSource[], options: CompileOptions): { program: Program; problems: Problem[] } {
    const problems: Problem[] = [];
    const declarations = new Declarations();
    const { library, schema } = options;
    for (const { kind, name, source } of sources) {
      const parsed = kind === 'class' ? parseApex('class', source) : parseApex('trigger', source);
      if ('problem' in parsed) problems.push(syntaxProblem(name, parsed));
      else if ('typeDeclaration' in parsed.tree) declarations.addClass(parsed.tree, name);
      else declarations.addTrigger(parsed.tree, name);
    }
    const world = new World(declarations.classes, library, schema);
    const program = new Program(world, options);
    program.compileDeclared(declarations, problems);
    return { program, problems };
  }

  private compileDeclared(declarations: Declarations, problems: Problem[]): RuntimeClass[] {
    const report = (file: string, { message, place }: CompileError): void => {
      problems.push({ file, message, ...place });
    };
    declarations.readMembers(
      (context, within) => this.world.readTypeRef(context, within),
      (error, file) => report(file, error),
    );
    for (const symbol of declarations.classes.values()) separateFields(symbol, this.world);
    const compiled = [...declarations.classes.values()].map((symbol) =>
      compileClass(symbol, this.world, (error) => report(symbol.file, error)),
    );
    if (problems.length > 0) return [];
    const made = compiled.map((one) => this.instantiate(one));
    for (const one of made) this.link(one);
    return made;
  }

  /** Compiles a block of anonymous Apex against the classes of the org. It runs in the program returned, which has both. */
  compileAnonymous(source: string): { block: RuntimeClass | undefined; program: Program; problems: Problem[] } {
    const problems: Problem[] = [];
    const parsed = parseApex('anonymous', source);
    if ('problem' in parsed) {
      return { block: undefined, program: this, problems: [syntaxProblem('AnonymousBlock', parsed)] };
    }
    const members = parsed.tree.anonymousBlock().anonymousBlockMember_list();
    const declarations = new Declarations();
    const symbol = declarations.addAnonymous(
      members.map((one) => ({
        declaration: one.anonymousMemberDeclaration() as unknown as MemberDeclarationContext,
        modifiers: one.modifier_list(),
        statement: one.statement(),
      })),
      'AnonymousBlock',
    );
    const world = new World(new Map([...this.world.classes, ...declarations.classes]), this.library, this.world.schema);
    const program = new Program(world, { library: this.library, operations: this.operations });
    for (const [name, one] of this.classes) program.classes.set(name, one);
    program.triggers.push(...this.triggers);
    const made = program.compileDeclared(declarations, problems);
    return { block: made.find((one) => one.symbol === symbol), program, problems };
  }

  private instantiate(unit: CompiledClass): RuntimeClass {
    const { symbol } = unit;
    const load = (isAsync: boolean): Methods => {
      const members = unit.members.map((code) => (isAsync && 'mayWait' in code ? code.mayWait : code));
      const text = `(function(R,T,M){'use strict';return ${inMode(unit.js, isAsync)};})`;
      const factory = new Script(text, { filename: `${symbol.file}${isAsync ? ' (may wait)' : ''}` });
      return (factory.runInThisContext() as (...tables: unknown[]) => Methods)(this.operations, unit.types, members);
    };
    // The second kind is made when it is first wanted: most classes never wait for a callout.
    let waiting: Methods | undefined;
    const own = load(false);
    const made = {
      name: symbol.name,
      symbol,
      fieldNames: [...this.world.lineage(symbol)].flatMap((of) =>
        [...of.fields].filter(([, field]) => !field.isStatic).map(([, { slot }]) => slot),
      ),
      superclass: undefined,
      s: own,
      get a(): Methods {
        return (waiting ??= load(true));
      },
      vs: own,
      va: own,
      lines: unit.lines,
      reached: new Set<number>(),
      isSubtypeOf: (name: string): boolean => this.world.isSubtype(symbol.name, name),
      hasMethod: (name: string, parameters: number): boolean =>
        [...this.world.lineage(symbol)].some((of) =>
          (of.methods.get(name.toLowerCase()) ?? []).some((method) => method.parameters.length === parameters),
        ) || this.world.libraryMethod(symbol.name, name, parameters) !== undefined,
    } satisfies RuntimeClass;
    if (symbol.kind === 'trigger') this.triggers.push(made);
    else this.classes.set(symbol.name.toLowerCase(), made);
    return made;
  }

  /** Gives a class the methods that it inherits. */
  private link(one: RuntimeClass): void {
    const type = one.symbol.superclass;
    one.superclass = type?.kind === 'class' ? this.classes.get(type.name.toLowerCase()) : undefined;
    const line: RuntimeClass[] = [];
    for (let next: RuntimeClass | undefined = one; next !== undefined; next = this.superclassOf(next)) line.push(next);
    const inherited = (pick: (of: RuntimeClass) => Methods): Methods =>
      Object.assign(Object.create(null) as Methods, ...line.toReversed().map(pick));
    one.vs = inherited((of) => of.s);
    let waiting: Methods | undefined;
    Object.defineProperty(one, 'va', { get: () => (waiting ??= inherited((of) => of.a)) });
  }

  private superclassOf({ symbol: { superclass: type } }: RuntimeClass): RuntimeClass | undefined {
    return type?.kind === 'class' ? this.classes.get(type.name.toLowerCase()) : undefined;
  }

  /** The class of the library as instances know it. */
  libraryClass(name: string): ClassOfObject {
    const full = this.world.libraryClass(name)?.name ?? name;
    return {
      name: full,
      isSubtypeOf: (of) => this.world.isSubtype(full, of),
      hasMethod: (name, parameters) => this.world.libraryMethod(full, name, parameters) !== undefined,
    };
  }
}

/** A field with the name of a private one of a superclass is another field, with a value of its own. */
function separateFields(symbol: ClassSymbol, world: World): void {
  if (symbol.superclass === undefined) return;
  const [, ...bases] = world.lineage(symbol);
  for (const [name, field] of symbol.fields) {
    const base = bases.find((one) => one.fields.has(name))?.fields.get(name);
    if (base !== undefined && base.access === 'private' && !field.isStatic) field.slot = `${name} ${symbol.name}`;
  }
}

const syntaxProblem = (file: string, { problem, line, column }: SyntaxProblem): Problem => ({
  file,
  message: problem,
  line,
  column,
});

export type CompileOptions = {
  library: readonly LibraryClass[];
  schema: SchemaForCode;
  operations: Operations;
};
