import { ApexThrow } from './apex-throw.ts';
import type { AccessMode, OpenTransaction, Org } from '../org.ts';
import { exceptionState, stateOf, uncatchable } from './library/exceptions.ts';
import type { ExceptionState } from './library/exceptions.ts';
import { equalsOf, keyOf } from './library/equality.ts';
import { compareOf } from './library/ordering.ts';
import { isComposite, textOfCollection } from './library/value-text.ts';
import { textOfPlain } from './library/text-of-plain.ts';
import type { Program, RuntimeClass } from './program.ts';
import { ApexFault } from './run.ts';
import type { Run, RunningUser } from './run.ts';
import { distance } from './conversions.ts';
import { codeOfMethod, keyOfMethodNamed } from './method-lookup.ts';
import type { WantedMethod } from './method-lookup.ts';
import type { TestContext, TransactionHost, TransactionOptions } from './transaction-host.ts';
import { instanceOf } from './instantiate.ts';
import { sharingOf, textOfStack } from './stack.ts';
import type { Frame } from './stack.ts';
import { separateWrites } from './write-rights.ts';
import { typeOfValue } from './type-of-value.ts';
import { newLimits, useLimit } from './library/limits.ts';
import { contextOf } from './library/transaction.ts';
import type { ApexType } from './types.ts';
import { ApexEnumValue, ApexList, ApexMap, ApexObject, ApexSet } from './values.ts';
import type { ApexSObject, Value } from './values.ts';

/** What `Trigger` has, by the names of its variables in lower case. */
export type TriggerValues = Readonly<Record<string, Value>>;

const deepest = 1000;

/** One transaction of Apex: its stack, its static variables and what it has used of the limits. */
export class Transaction implements Run {
  /** The classes of the org, with those of the block where it runs anonymous Apex. */
  program: Program;
  readonly org: Org;
  user: RunningUser;
  readonly host: TransactionHost<Transaction>;
  readonly state = new Map<string, unknown>();
  readonly frames: Frame[] = [];
  readonly test: TestContext | undefined;
  readonly jobDepth: number;
  private readonly isReadOnly: boolean;
  readonly userOf: TransactionOptions<Transaction>['userOf'];
  steps = 0;
  hasWritten = false;
  private open: OpenTransaction | undefined;
  private readonly labels: TransactionOptions<Transaction>['labels'];
  private readonly maxSteps: number;
  private statics: Map<string, Record<string, Value>>;
  private readonly triggers: TriggerValues[] = [];
  private readonly endsOfRunAs: (() => void)[] = [];

  constructor({
    program,
    org,
    user,
    host,
    labels,
    userOf,
    maxSteps = 20_000_000,
    ...more
  }: TransactionOptions<Transaction>) {
    this.program = program;
    this.org = org;
    this.user = user;
    this.host = host;
    this.maxSteps = maxSteps;
    this.labels = labels;
    this.userOf = userOf;
    this.test = more.test;
    this.jobDepth = more.jobDepth ?? 0;
    this.isReadOnly = more.isReadOnly ?? false;
    this.statics = more.statics ?? new Map();
    this.state.set('limits', newLimits(more.limits ?? 'synchronous'));
    if (more.context !== undefined) this.state.set('context', more.context);
  }

  // The stack

  enter(className: string, method: string): Frame {
    if (this.frames.length >= deepest) {
      throw new ApexFault('System.LimitException', `Maximum stack depth reached: ${String(deepest + 1)}`);
    }
    const owner = this.classOf(className);
    const frame = { owner, method, line: owner.symbol.place.line, sharing: sharingOf(owner, this.frames.at(-1)) };
    this.frames.push(frame);
    return frame;
  }

  leave(frame: Frame): void {
    const depth = this.frames.lastIndexOf(frame);
    if (depth !== -1) this.frames.length = depth;
  }

  at(frame: Frame, line: number): void {
    frame.line = line;
    frame.owner.reached.add(line);
    this.step();
  }

  step(): void {
    this.steps += 1;
    if (this.steps > this.maxSteps) throw new ApexFault('System.LimitException', 'Apex CPU time limit exceeded');
  }

  get currentLine(): number {
    return this.frames.at(-1)?.line ?? 0;
  }

  get sharing(): AccessMode['sharing'] {
    return this.frames.at(-1)?.sharing ?? 'without';
  }

  stackText(): string {
    return textOfStack(this.frames);
  }

  // Limits and the storage

  /** Counts what the platform limits. @throws ApexFault LimitException above the limit, which no package catches */
  use(name: string, count = 1): void {
    useLimit(this, name, count);
  }

  /** Runs a write whose triggers belong to this transaction. */
  within<T>(work: () => T): T {
    return this.host.within(this, work);
  }

  get isInTrigger(): boolean {
    return this.triggers.length > 0;
  }

  get isScheduled(): boolean {
    return contextOf(this).kind === 'scheduled';
  }

  get staticVariables(): Map<string, Record<string, Value>> {
    return this.statics;
  }

  /** Opens the transaction of the storage at the first write: callouts are refused from then on. */
  beginWrite(): void {
    if (this.isReadOnly) throw new ApexFault('System.LimitException', 'Too many DML statements: 1');
    this.hasWritten = true;
    this.open ??= this.org.begin();
  }

  /** As `beginWrite`, for what does not hinder callouts. */
  beginOutbox(): void {
    this.open ??= this.org.begin();
  }

  commit(): void {
    this.open?.commit();
    this.open = undefined;
  }

  rollback(): void {
    this.open?.rollback();
    this.open = undefined;
  }

  label(name: string): string {
    const found = this.labels(name);
    if (found === undefined)
      throw new ApexFault('System.UnexpectedException', `External string does not exist: ${name}`);
    return found;
  }

  beginRunAs(user: ApexSObject | null): RunningUser {
    const before = this.user;
    if (user === null) throw new ApexFault('System.NullPointerException', 'Attempt to de-reference a null object');
    const id = user.get('Id');
    if (id === null) throw new ApexFault('System.TypeException', 'The user must be inserted before runAs');
    this.user = this.userOf(String(id as string));
    this.endsOfRunAs.push(separateWrites(this));
    return before;
  }

  endRunAs(before: RunningUser): void {
    this.user = before;
    this.endsOfRunAs.pop()?.();
  }

  // Classes

  private classOf(name: string): RuntimeClass {
    const found =
      this.program.classes.get(name.toLowerCase()) ?? this.program.triggers.find((one) => one.name === name);
    if (found === undefined) throw new Error(`No class ${name} is compiled.`);
    return found;
  }

  /** A class whose static variables have their values. */
  k(name: string): RuntimeClass {
    const found = this.classOf(name);
    if (!this.statics.has(name)) this.initialize(found);
    return found;
  }

  st(name: string): Record<string, Value> {
    const known = this.statics.get(name);
    if (known !== undefined) return known;
    this.initialize(this.classOf(name));
    return this.statics.get(name) ?? {};
  }

  /** Runs the static initialisers of a class, after those of the class it extends. */
  private initialize(one: RuntimeClass): void {
    if (one.superclass !== undefined) this.k(one.superclass.name);
    this.statics.set(one.name, Object.create(null) as Record<string, Value>);
    const run = one.s['<clinit>'];
    if (run !== undefined) (run as (t: Transaction) => void)(this);
  }

  /** Each test and each transaction begins without values; a test method has those of its setup no more. */
  forgetStatics(): void {
    this.statics = new Map();
  }

  // Exceptions

  /** An exception as what `throw` of JavaScript throws. */
  thrown(value: ApexObject | null): ApexThrow {
    if (value === null) {
      return this.raised(
        new ApexFault('System.NullPointerException', 'Attempt to de-reference a null object'),
      ) as ApexThrow;
    }
    const state = stateOf(value);
    if (state.stack === '') this.addStack(state);
    return new ApexThrow(value);
  }

  private addStack(state: ExceptionState): void {
    state.stack = this.stackText();
    state.line = this.frames.at(-1)?.line ?? 0;
  }

  /** A fault of the library as an exception with the stack of now; other errors as they are. */
  raised(error: unknown): unknown {
    if (error instanceof RangeError && /call stack/i.test(error.message)) {
      return this.raised(new ApexFault('System.LimitException', `Maximum stack depth reached: ${String(deepest + 1)}`));
    }
    if (!(error instanceof ApexFault)) return error;
    const state = { ...exceptionState(error.message), ...error.state };
    this.addStack(state);
    return new ApexThrow(this.make(error.type, state));
  }

  /** The exception that a `catch` may take; what no package can catch goes on. */
  caught(error: unknown, frame: Frame): ApexObject {
    const raised = this.raised(error);
    const depth = this.frames.lastIndexOf(frame);
    if (depth !== -1) this.frames.length = depth + 1;
    if (!(raised instanceof ApexThrow) || uncatchable.has(raised.value.of.name)) throw raised;
    return raised.value;
  }

  // Triggers and users

  triggerValue(name: string): Value {
    return this.triggers.at(-1)?.[name] ?? (/^is|^size/.test(name) ? false : null);
  }

  inTrigger<T>(values: TriggerValues, work: () => T): T {
    this.triggers.push(values);
    try {
      return work();
    } finally {
      this.triggers.pop();
    }
  }

  // What the library needs

  now(): Date {
    return this.org.clock.now();
  }

  textOf(value: Value): string {
    return isComposite(value) ? textOfCollection(this, value) : textOfPlain(value, this);
  }

  equals(one: Value, other: Value): boolean {
    return equalsOf(this, one, other);
  }

  keyOf(value: Value): unknown {
    return keyOf(this, value);
  }

  compare(one: Value, other: Value): number {
    return compareOf(this, one, other);
  }

  /** Calls a method by its name, as library code does that knows no types. */
  call(object: ApexObject, method: string, values: readonly Value[]): Value {
    return codeOfMethod(this.program, object, { method, values, table: 'vs' })(this, object, ...values) as Value;
  }

  /** The same in a transaction that may wait. */
  async callWaiting(object: ApexObject, method: string, values: readonly Value[]): Promise<Value> {
    return (await codeOfMethod(this.program, object, { method, values, table: 'va' })(
      this,
      object,
      ...values,
    )) as Value;
  }

  methodKey(object: ApexObject, wanted: WantedMethod): string | undefined {
    return keyOfMethodNamed(object, wanted);
  }

  /** An exception of the platform with the stack of now. */
  fault(type: string, message: string): unknown {
    return this.raised(new ApexFault(type, message));
  }

  make(className: string, native?: unknown): ApexObject {
    return new ApexObject(this.program.libraryClass(className), native);
  }

  list(of: ApexType, items: Value[] = []): ApexList {
    return new ApexList(of, items);
  }

  set(of: ApexType, items: Iterable<Value> = []): ApexSet {
    return new ApexSet(of, (value) => this.keyOf(value), items);
  }

  map(key: ApexType, of: ApexType): ApexMap {
    return new ApexMap(key, of, (value) => this.keyOf(value));
  }

  typeNamed(name: string): ApexType | undefined {
    return this.program.world.parseType(name);
  }

  typeOf(value: Value): ApexType {
    return typeOfValue(value);
  }

  fieldsOf(className: string): readonly { name: string; slot: string; type: ApexType; isTransient: boolean }[] {
    const symbol = this.program.world.classNamed(className);
    if (symbol === undefined) return [];
    const line = [...this.program.world.lineage(symbol)].toReversed();
    return line.flatMap((one) => [...one.fields.values()].filter(({ isStatic }) => !isStatic));
  }

  instantiate(type: ApexType): Value {
    return instanceOf(this, type);
  }

  isAssignable(target: ApexType, source: ApexType): boolean {
    return distance(source, target, this.program.world) !== undefined;
  }

  fieldOfObject(object: string, field: string): { name: string; type: ApexType } | undefined {
    return this.program.world.schema.object(object)?.fields.get(field.toLowerCase());
  }

  enumValue(typeName: string, name: string): Value {
    const values = this.enumNames(typeName);
    const ordinal = values.names.findIndex((one) => one.toLowerCase() === name.toLowerCase());
    const found = values.names[ordinal];
    return found === undefined ? null : new ApexEnumValue(values.type, found, ordinal);
  }

  enumNames(typeName: string): { type: string; names: readonly string[] } {
    const symbol = this.program.world.classNamed(typeName);
    if (symbol !== undefined) return { type: symbol.name, names: symbol.enumValues };
    const library = this.program.world.libraryClass(typeName);
    return { type: library?.name ?? typeName, names: library?.values ?? [] };
  }
}
