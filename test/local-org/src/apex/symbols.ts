import type {
  BlockContext,
  ExpressionContext,
  FieldDeclarationContext,
  StatementContext,
} from '@apexdevtools/apex-parser';
import type { ApexType } from './types.ts';

export type Annotation = { name: string; values: ReadonlyMap<string, string> };

export type Access = 'private' | 'protected' | 'public' | 'global';

export type Modifiers = {
  access: Access;
  isStatic: boolean;
  isAbstract: boolean;
  isVirtual: boolean;
  isOverride: boolean;
  isFinal: boolean;
  isTransient: boolean;
  isTest: boolean;
  sharing: 'with' | 'without' | 'inherited' | undefined;
  annotations: readonly Annotation[];
};

export type Place = { line: number; column: number };

export type MethodSymbol = Modifiers & {
  name: string;
  /** Unique among the methods of a class and the same where a method overrides another: `add(integer,string)`. */
  key: string;
  /** Full name of its class. */
  owner: string;
  parameters: readonly { name: string; type: ApexType }[];
  returns: ApexType;
  body: BlockContext | undefined;
  place: Place;
};

export type FieldSymbol = Modifiers & {
  name: string;
  owner: string;
  type: ApexType;
  initializer: ExpressionContext | undefined;
  /** Accessors of a property; `auto` has no code. */
  getter: BlockContext | 'auto' | undefined;
  setter: BlockContext | 'auto' | undefined;
  isProperty: boolean;
  /** Where its value is kept in an instance: by its name, unless a superclass has a private field of that name. */
  slot: string;
  setterAccess: Access;
  place: Place;
};

/** A variable of a trigger or of an anonymous block, which is declared there as a field is. */
export type TopVariable = { start: Place; declaration: FieldDeclarationContext; isFinal: boolean };
export type TopStatement = StatementContext | TopVariable;

/** A class, interface, enum or trigger of a package. */
export type ClassSymbol = Modifiers & {
  kind: 'class' | 'interface' | 'enum' | 'trigger';
  /** `Outer.Inner` for an inner class. */
  name: string;
  outer: ClassSymbol | undefined;
  superclass: ApexType | undefined;
  interfaces: readonly ApexType[];
  /** Names in lower case. */
  inner: ReadonlyMap<string, ClassSymbol>;
  fields: Map<string, FieldSymbol>;
  methods: Map<string, MethodSymbol[]>;
  constructors: MethodSymbol[];
  /** Static and instance initialisers: fields with a value and blocks, in the order of the text. */
  initializers: { isStatic: boolean; of: FieldSymbol | BlockContext }[];
  enumValues: readonly string[];
  /** Of a trigger: its object, its events such as `before insert`, and its statements. */
  trigger: { object: string; events: readonly string[]; body: readonly TopStatement[] } | undefined;
  file: string;
  place: Place;
};

/** The name of a class without that of its outer class. */
export const simpleName = (symbol: Pick<ClassSymbol, 'name'>): string => symbol.name.split('.').at(-1) ?? symbol.name;

/** A name in the code. */
export type Named = { name: string; place: Place };

/** What is wrong with a class: a deploy error with its place. */
export type Problem = { file: string; message: string } & Place;

/** Thrown while a class is compiled; the compiler goes on with the next statement. */
export class CompileError extends Error {
  readonly place: Place;

  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

export const variableMissing = (name: string, place: Place): CompileError =>
  new CompileError(`Variable does not exist: ${name}`, place);

/** Takes what is wrong; the rest is compiled. */
export type Report = (error: CompileError) => void;
