import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Coverage } from '../../local-org/src/flow/coverage.ts';
import { SaveFlows } from '../../local-org/src/flow/save-flows.ts';
import { closePackagedOrgs } from '../../flows/packaged-org.ts';
import { takeCollected } from './collected-tests.ts';
import type { CollectedTests } from './collected-tests.ts';
import type { Mutant } from './mutant.ts';
import type { Verdict } from './report.ts';

const folder = join(import.meta.dirname, '../../flows');
const packageFolder = join(import.meta.dirname, '../../../force-app/main/default');
const collector = new URL('collected-tests.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'node:test' && context.parentURL?.startsWith(pathToFileURL(folder).href) === true
      ? { url: collector, shortCircuit: true }
      : next(specifier, context),
});

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

async function inTurn(works: readonly (() => void | Promise<void>)[]): Promise<void> {
  for (const work of works) await work();
}

/** A test with what its file runs around it, the flows that it may start, and how many defects it has caught by file. */
type FlowTest = {
  name: string;
  run: () => void | Promise<void>;
  around: CollectedTests;
  flows: Set<string>;
  catches: Map<string, number>;
};

const mostMs = 8_000;

/** A flow that starts itself again never settles: its test fails by the time that it takes. */
async function inTime(run: () => void | Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`It does not end in ${String(mostMs)} ms.`));
  }, mostMs);
  try {
    await Promise.race([run(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Notes which flows the platform looks at while something runs: those that a save may start, and those that run. */
async function flowsSeenIn<T>(work: () => Promise<T>): Promise<{ flows: Set<string>; result: T }> {
  const flows = new Set<string>();
  const { note } = Coverage.prototype;
  const { run } = SaveFlows.prototype;
  Coverage.prototype.note = function (...given) {
    flows.add(given[0]);
    note.apply(this, given);
  };
  SaveFlows.prototype.run = function (...given) {
    flows.add(given[0].name);
    run.apply(this, given);
  };
  try {
    return { result: await work(), flows };
  } finally {
    Object.assign(Coverage.prototype, { note });
    Object.assign(SaveFlows.prototype, { run });
  }
}

/** Runs tests in turn until one fails. */
async function firstFailure(tests: readonly FlowTest[]): Promise<{ test: FlowTest; message: string } | undefined> {
  const opened = new Set<CollectedTests>();
  try {
    for (const test of tests) {
      const message = await failureOf(test, opened);
      if (message !== undefined) return { test, message };
    }
    return undefined;
  } finally {
    for (const { afters } of opened) await inTurn(afters);
  }
}

async function failureOf({ run, around }: FlowTest, opened: Set<CollectedTests>): Promise<string | undefined> {
  try {
    if (!opened.has(around)) {
      opened.add(around);
      await inTurn(around.befores);
    }
    await inTurn(around.beforeEaches);
    try {
      await inTime(run);
    } finally {
      await inTurn(around.afterEaches);
      await closePackagedOrgs();
    }
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** The tests of flows (`test/flows`) in this process, each time on a copy of the package with one defect. */
export class FlowTests {
  readonly #copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  readonly #tests: FlowTest[] = [];

  /** @throws Error when a test fails without a defect */
  static async open(): Promise<FlowTests> {
    const opened = new FlowTests();
    cpSync(packageFolder, opened.#copy, { recursive: true });
    process.env.PACKAGE_FOLDER = opened.#copy;
    for (const file of globSync('*.test.ts', { cwd: folder }).toSorted()) {
      await import(pathToFileURL(join(folder, file)).href);
      const around = takeCollected();
      for (const test of around.tests) {
        const added: FlowTest = {
          ...test,
          name: `${file}: ${test.name}`,
          around,
          flows: new Set(),
          catches: new Map(),
        };
        const { flows, result } = await flowsSeenIn(() => firstFailure([added]));
        if (result !== undefined) throw new Error(`A test fails without a defect: ${added.name}: ${result.message}`);
        opened.#tests.push({ ...added, flows });
      }
    }
    return opened;
  }

  /**
   * Whether a test fails on a flow or class with a defect. Of a flow, those that cannot start it are left out; of a class,
   * those that do not start the package's own Apex.
   */
  async judge({ file, text }: Pick<Mutant, 'file' | 'text'>): Promise<Verdict> {
    const [path] = globSync(`*/${file}`, { cwd: this.#copy });
    const target = join(this.#copy, path ?? file);
    const sound = readFileSync(target, 'utf8');
    const flow = basename(file, '.flow-meta.xml');
    const concerned = this.#tests
      .filter(({ name, flows }) =>
        flow === file ? name.startsWith('automation') : flows.size === 0 || flows.has(flow),
      )
      .toSorted((one, other) => (other.catches.get(file) ?? 0) - (one.catches.get(file) ?? 0));
    writeFileSync(target, text);
    try {
      const failed = await firstFailure(concerned);
      if (failed === undefined) return { verdict: 'survived' };
      const { catches, name } = failed.test;
      catches.set(file, (catches.get(file) ?? 0) + 1);
      return { verdict: 'caught', by: `${name}: ${failed.message}` };
    } finally {
      writeFileSync(target, sound);
    }
  }

  close(): void {
    delete process.env.PACKAGE_FOLDER;
    rmSync(this.#copy, { recursive: true });
  }
}
