import type { ApexSource, Program } from '../apex/program.ts';
import type { ApexRuntime } from '../apex/runtime.ts';
import { describeForCode } from '../access/describe-for-code.ts';
import { contentText } from './apex-source.ts';
import type { Component } from './component.ts';
import type { BuiltMetadata } from './metadata-build.ts';

/** The Apex of a deploy, compiled against its objects and fields. */
export type CompiledCode = { program: Program | undefined };

const codeTypes: Readonly<Record<string, ApexSource['kind']>> = { ApexClass: 'class', ApexTrigger: 'trigger' };

/** Components that the meaning of Apex depends on. */
const changesCode: ReadonlySet<string> = new Set([...Object.keys(codeTypes), 'CustomObject', 'CustomField']);

const keptPrograms = 4;

/** The compiled Apex of an org through its deploys. */
export class OrgCode {
  /** Set once the org is open, because it is made with it. */
  runtime: ApexRuntime | undefined;
  private current: Program | undefined;
  /** By the number of the deploy that made them, to return to one when a later deploy is rolled back. */
  private readonly byRevision = new Map<number, Program | undefined>();

  /**
   * Compiles all Apex as it is with a deploy; undefined where the deploy changes nothing that Apex depends on. What is
   * wrong is added to the problems of `built`.
   */
  compile(
    components: readonly Component[],
    { built, changed }: { built: BuiltMetadata; changed: Iterable<Component> },
  ): CompiledCode | undefined {
    if (this.runtime === undefined || ![...changed].some(({ type }) => changesCode.has(type))) return undefined;
    // A text that the grammar refuses is reported already, and everything that uses it would be reported as well.
    const hasProblem = built.problems.some(({ component }) => Object.hasOwn(codeTypes, component.type));
    const units = components.filter(({ type }) => Object.hasOwn(codeTypes, type));
    if (units.length === 0 || hasProblem) return { program: undefined };
    const { program, problems } = this.build(units, built);
    built.problems.push(...problems);
    return { program };
  }

  private build(
    units: readonly Component[],
    metadata: BuiltMetadata,
  ): { program: Program | undefined; problems: BuiltMetadata['problems'] } {
    if (this.runtime === undefined) return { program: undefined, problems: [] };
    const sources = units.map((unit): ApexSource => ({
      kind: codeTypes[unit.type] ?? 'class',
      name: unit.fullName,
      source: contentText(unit),
    }));
    const { program, problems } = this.runtime.build(sources, (name) => describeForCode({ metadata }, name));
    const byName = new Map(units.map((unit) => [unit.fullName.toLowerCase(), unit]));
    return {
      program: problems.length === 0 ? program : undefined,
      problems: problems.flatMap(({ file, message, line, column }) => {
        const component = byName.get(file.toLowerCase());
        const place = { lineNumber: line, columnNumber: column };
        return component === undefined ? [] : [{ component, problem: message, element: undefined, place }];
      }),
    };
  }

  /** Makes the Apex of a deploy the one that runs; without `code` the present one goes on. */
  use(code: CompiledCode | undefined, revision: number): void {
    if (code !== undefined) this.current = code.program;
    this.keep(revision);
  }

  /** Returns to the Apex of an earlier deploy, or compiles what is deployed. */
  restore(revision: number, components: () => readonly Component[], metadata: BuiltMetadata): void {
    if (this.byRevision.has(revision)) this.current = this.byRevision.get(revision);
    else {
      const units = components().filter(({ type }) => Object.hasOwn(codeTypes, type));
      // What is deployed was compiled before; an older version of the local org may have accepted more.
      this.current = units.length === 0 ? undefined : this.build(units, metadata).program;
    }
    this.keep(revision);
  }

  private keep(revision: number): void {
    this.runtime?.use(this.current);
    this.byRevision.delete(revision);
    this.byRevision.set(revision, this.current);
    for (const old of this.byRevision.keys()) {
      if (this.byRevision.size <= keptPrograms) break;
      this.byRevision.delete(old);
    }
  }
}
