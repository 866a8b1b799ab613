import { globSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { ApexSource } from '../../local-org/src/apex/program.ts';
import { runTests } from '../../local-org/src/apex/test-runner.ts';
import type { OpenedOrg } from '../../local-org/src/index.ts';
import type { Mutant } from './mutant.ts';
import type { Verdict } from './report.ts';

const forceApp = join(import.meta.dirname, '../../../force-app');

const nameOf = (path: string): string => basename(path, extname(path));

/** The package's Apex tests on an org that has the package. */
export class ApexTests {
  readonly #org: OpenedOrg;
  readonly #sources: readonly ApexSource[];
  readonly #testClasses: readonly string[];
  /** How many defects of a class each test class has caught. */
  readonly #catches = new Map<string, number>();

  /** @throws Error when a test fails without a defect */
  constructor(org: OpenedOrg) {
    this.#org = org;
    const paths = globSync('{main/default,test}/{classes/*.cls,triggers/*.trigger}', { cwd: forceApp }).toSorted();
    this.#sources = paths.map((path) => ({
      kind: path.endsWith('.cls') ? 'class' : 'trigger',
      name: nameOf(path),
      source: readFileSync(join(forceApp, path), 'utf8'),
    }));
    this.#testClasses = this.#sources.map(({ name }) => name).filter((name) => name.endsWith('Test'));
    const failed = this.#firstFailure(this.#testClasses);
    if (failed !== undefined) throw new Error(`A test fails without a defect: ${failed}`);
  }

  /** Whether a test fails on a class or trigger with a defect. */
  judge({ file, text }: Mutant): Verdict {
    const name = nameOf(file);
    const sources = this.#sources.map((source) => (source.name === name ? { ...source, source: text } : source));
    if (this.#org.apex.compile(sources).length > 0) return { verdict: 'not compiled' };
    // Those that caught most defects of the class come first, before all the tests that bear its name.
    const rank = (test: string): number =>
      (this.#catches.get(`${name} ${test}`) ?? 0) + (test.startsWith(name) ? 0.5 : 0);
    for (const test of this.#testClasses.toSorted((one, other) => rank(other) - rank(one))) {
      const by = this.#firstFailure([test]);
      if (by === undefined) continue;
      this.#catches.set(`${name} ${test}`, (this.#catches.get(`${name} ${test}`) ?? 0) + 1);
      return { verdict: 'caught', by };
    }
    return { verdict: 'survived' };
  }

  #firstFailure(classes: readonly string[]): string | undefined {
    const failed = runTests(this.#org.apex, { classes }).results.find(({ outcome }) => outcome !== 'Pass');
    return failed && `${failed.className}.${failed.methodName}: ${failed.message ?? failed.outcome}`;
  }
}
