import type { TypeReader, Within } from './members.ts';
import { pendingField, optional, addMethod, methodOf, declareFields, declareProperty } from './members.ts';
import { placeOf, exists, modifiersOf } from './modifiers.ts';
import { CompileError, simpleName } from './symbols.ts';
import type { ClassSymbol, Modifiers, Place, TopStatement } from './symbols.ts';
import { voidType } from './types.ts';
import type {
  ClassBodyDeclarationContext,
  ClassDeclarationContext,
  CompilationUnitContext,
  EnumDeclarationContext,
  InterfaceDeclarationContext,
  MemberDeclarationContext,
  ModifierContext,
  StatementContext,
  TriggerUnitContext,
  ConstructorDeclarationContext,
} from '@apexdevtools/apex-parser';

/** What is still to be read of a class when all classes are known by name. */
type Pending = { symbol: ClassSymbol; read: (types: TypeReader) => void };

/** Reads a class or a trigger and its inner classes; their members are read when all types are known. */
export class Declarations {
  readonly classes = new Map<string, ClassSymbol>();
  private readonly pending: Pending[] = [];

  addClass(tree: CompilationUnitContext, file: string): ClassSymbol | undefined {
    const declaration = tree.typeDeclaration();
    const modifiers = modifiersOf(declaration.modifier_list());
    const [aClass, anInterface, anEnum] = [
      declaration.classDeclaration(),
      declaration.interfaceDeclaration(),
      declaration.enumDeclaration(),
    ];
    const at = { modifiers, outer: undefined, file };
    if (exists(aClass)) return this.declareClass(aClass, at);
    if (exists(anInterface)) return this.declareInterface(anInterface, at);
    return exists(anEnum) ? this.declareEnum(anEnum, at) : undefined;
  }

  addTrigger(tree: TriggerUnitContext, file: string): ClassSymbol {
    const [name, object] = tree.id_list();
    const symbol = emptySymbol('trigger', {
      name: name?.getText() ?? '',
      at: { modifiers: modifiersOf([]), outer: undefined, file },
      place: placeOf(tree),
    });
    const members = tree
      .triggerBlock()
      .triggerBlockMember_list()
      .map((member) => ({
        declaration: member.triggerMemberDeclaration() as unknown as MemberDeclarationContext,
        modifiers: member.modifier_list(),
        statement: member.statement(),
      }));
    symbol.trigger = {
      object: object?.getText() ?? '',
      events: tree.triggerCase_list().map((one) => wordsOf(one.getText())),
      body: this.declareTop(members, symbol),
    };
    this.classes.set(`trigger ${symbol.name.toLowerCase()}`, symbol);
    return symbol;
  }

  /** A block of anonymous Apex as a class with one static method. */
  addAnonymous(members: readonly TopMember[], file: string): ClassSymbol {
    const modifiers: Modifiers = { ...modifiersOf([], 'public'), sharing: 'with' };
    const at = { modifiers, outer: undefined, file };
    const symbol = emptySymbol('class', { name: 'AnonymousBlock', at, place: { line: 1, column: 1 } });
    symbol.trigger = { object: '', events: [], body: this.declareTop(members, symbol) };
    this.classes.set(symbol.name.toLowerCase(), symbol);
    return symbol;
  }

  /** Declares methods and classes; what is left are the statements. */
  private declareTop(members: readonly TopMember[], symbol: ClassSymbol): TopStatement[] {
    return members.flatMap(({ declaration, modifiers, statement }): TopStatement[] => {
      if (!exists(declaration)) return exists(statement) ? [statement] : [];
      const variable = declaration.fieldDeclaration();
      if (exists(variable)) {
        return [{ start: variable.start, declaration: variable, isFinal: modifiersOf(modifiers).isFinal }];
      }
      this.declareMember(declaration, { symbol, modifiers: { ...modifiersOf(modifiers), isStatic: true } });
      return [];
    });
  }

  /** Reads the members of all classes. */
  readMembers(types: TypeReader, report: (error: CompileError, file: string) => void): void {
    for (const { symbol, read } of this.pending.splice(0)) {
      try {
        read(types);
      } catch (error) {
        if (!(error instanceof CompileError)) throw error;
        report(error, symbol.file);
      }
    }
  }

  private declareClass(tree: ClassDeclarationContext, at: At): ClassSymbol {
    const symbol = emptySymbol('class', { name: tree.id().getText(), at, place: placeOf(tree) });
    this.keep(symbol, (types) => {
      if (exists(tree.typeRef())) symbol.superclass = types(tree.typeRef(), symbol);
      if (exists(tree.typeList()))
        symbol.interfaces = tree
          .typeList()
          .typeRef_list()
          .map((one) => types(one, symbol));
    });
    for (const member of tree.classBody().classBodyDeclaration_list()) this.declareBodyMember(member, symbol);
    return symbol;
  }

  private declareInterface(tree: InterfaceDeclarationContext, at: At): ClassSymbol {
    const symbol = emptySymbol('interface', { name: tree.id().getText(), at, place: placeOf(tree) });
    this.keep(symbol, (types) => {
      if (exists(tree.typeList()))
        symbol.interfaces = tree
          .typeList()
          .typeRef_list()
          .map((one) => types(one, symbol));
      for (const method of tree.interfaceBody().interfaceMethodDeclaration_list()) {
        const modifiers = { ...modifiersOf(method.modifier_list(), 'public'), isAbstract: true, access: symbol.access };
        addMethod(symbol, methodOf(method, { symbol, modifiers, types, body: undefined }));
      }
    });
    return symbol;
  }

  private declareEnum(tree: EnumDeclarationContext, at: At): ClassSymbol {
    const symbol = emptySymbol('enum', { name: tree.id().getText(), at, place: placeOf(tree) });
    const constants = tree.enumConstants();
    symbol.enumValues = exists(constants) ? constants.id_list().map((id) => id.getText()) : [];
    this.keep(symbol, () => undefined);
    return symbol;
  }

  private keep(symbol: ClassSymbol, read: Pending['read']): void {
    this.classes.set(symbol.name.toLowerCase(), symbol);
    if (symbol.outer) (symbol.outer.inner as Map<string, ClassSymbol>).set(simpleName(symbol).toLowerCase(), symbol);
    this.pending.push({ symbol, read });
  }

  private declareBodyMember(member: ClassBodyDeclarationContext, symbol: ClassSymbol): void {
    const block = member.block();
    if (exists(block)) {
      symbol.initializers.push({ isStatic: exists(member.STATIC()), of: block });
      return;
    }
    const declaration = member.memberDeclaration();
    if (exists(declaration))
      this.declareMember(declaration, { symbol, modifiers: modifiersOf(member.modifier_list()) });
  }

  private declareMember(member: MemberDeclarationContext, { symbol, modifiers }: Within): void {
    const at = { modifiers, outer: symbol, file: symbol.file };
    if (exists(member.classDeclaration())) this.declareClass(member.classDeclaration(), at);
    else if (exists(member.interfaceDeclaration())) this.declareInterface(member.interfaceDeclaration(), at);
    else if (exists(member.enumDeclaration())) this.declareEnum(member.enumDeclaration(), at);
    else this.declareCode(member, { symbol, modifiers });
  }

  private declareCode(member: MemberDeclarationContext, { symbol, modifiers }: Within): void {
    const [method, field, property] = [
      member.methodDeclaration(),
      member.fieldDeclaration(),
      member.propertyDeclaration(),
    ];
    const constructor = constructorOf(member);
    this.pending.push({
      symbol,
      read: (types) => {
        if (constructor !== undefined) {
          const body = constructor.block();
          const made = methodOf(constructor, { symbol, modifiers, types, body });
          symbol.constructors.push({ ...made, name: 'new', key: made.key.replace(/^[^(]*/, 'new'), returns: voidType });
        } else if (exists(method)) {
          addMethod(symbol, methodOf(method, { symbol, modifiers, types, body: optional(method.block()) }));
        } else if (exists(field)) declareFields(field, { symbol, modifiers, types });
        else if (exists(property)) declareProperty(property, { symbol, modifiers, types });
      },
    });
    // Initialisers run in the order of the text: the place of a field is kept before its type is known.
    if (exists(field)) symbol.initializers.push({ isStatic: modifiers.isStatic, of: pendingField });
  }
}

export type TopMember = {
  declaration: MemberDeclarationContext;
  modifiers: ModifierContext[];
  statement: StatementContext;
};

type At = { modifiers: Modifiers; outer: ClassSymbol | undefined; file: string };

/** Triggers and anonymous blocks have no constructors, so their parser has no such rule. */
const constructorOf = (member: MemberDeclarationContext): ConstructorDeclarationContext | undefined =>
  'constructorDeclaration' in member && exists(member.constructorDeclaration())
    ? member.constructorDeclaration()
    : undefined;

const wordsOf = (text: string): string => text.toLowerCase().replace(/^(before|after)/, '$1 ');

function emptySymbol(
  kind: ClassSymbol['kind'],
  { name, at, place }: { name: string; at: At; place: Place },
): ClassSymbol {
  return {
    ...at.modifiers,
    kind,
    name: at.outer === undefined || at.outer.kind === 'trigger' ? name : `${at.outer.name}.${name}`,
    outer: at.outer,
    superclass: undefined,
    interfaces: [],
    inner: new Map(),
    fields: new Map(),
    methods: new Map(),
    constructors: [],
    initializers: [],
    enumValues: [],
    trigger: undefined,
    file: at.file,
    place,
  };
}
