import type { RuntimeClass } from './program.ts';
import type { ApexRuntime } from './runtime.ts';
import { messageOf, stateOf } from './library/exceptions.ts';
import { prepareIsolation } from './test-isolation.ts';
import { ApexThrow } from './apex-throw.ts';
import type { Transaction } from './transaction.ts';
import type { TestContext } from './transaction-host.ts';
import { coverageOf, reachedBy } from './test-coverage.ts';
import type { Coverage } from './test-coverage.ts';
import { testsOf } from './test-discovery.ts';
import type { TestClass, TestSelection } from './test-discovery.ts';

export type { TestSelection } from './test-discovery.ts';

export type TestResult = {
  className: string;
  methodName: string;
  outcome: 'Pass' | 'Fail' | 'Skip' | 'CompileFail';
  message: string | null;
  stackTrace: string | null;
  milliseconds: number;
  /** What it reached; absent where it did not begin. */
  coverage?: Coverage[];
};

export type TestRun = { results: TestResult[]; coverage: Coverage[] };

/** Runs tests, each in a transaction that is rolled back: nothing is left of them. */
export function runTests(runtime: ApexRuntime, selection: TestSelection = {}): TestRun {
  const { program } = runtime;
  for (const one of [...program.classes.values(), ...program.triggers]) one.reached.clear();
  const tests = testsOf(program, selection);
  const userId = selection.userId ?? administratorOf(runtime);
  const results = [
    ...runGroup(runtime, { tests: tests.filter(({ seesAllData }) => !seesAllData), userId, seesAllData: false }),
    ...runGroup(runtime, { tests: tests.filter(({ seesAllData }) => seesAllData), userId, seesAllData: true }),
  ];
  const order = new Map(tests.map(({ owner }, index) => [owner.name, index]));
  results.sort((one, other) => (order.get(one.className) ?? 0) - (order.get(other.className) ?? 0));
  return { results, coverage: coverageOf(program) };
}

type Group = { tests: readonly TestClass[]; userId: string; seesAllData: boolean };

/** Classes that see the same data of the org. */
function runGroup(runtime: ApexRuntime, { tests, userId, seesAllData }: Group): TestResult[] {
  if (tests.length === 0) return [];
  const { org } = runtime;
  const whole = org.begin({ isIsolated: true });
  try {
    if (!seesAllData) prepareIsolation(org);
    return tests.flatMap((test) => runClass(runtime, test, userId));
  } finally {
    whole.rollback();
  }
}

/** The setup of a class runs once; each of its methods begins with its data. */
function runClass(runtime: ApexRuntime, { owner, setups, methods }: TestClass, userId: string): TestResult[] {
  const ofClass = runtime.org.begin({ isIsolated: true });
  try {
    const failure = setups.map((key) => attempt(runtime, { owner, key, userId })).find((one) => one !== undefined);
    if (failure !== undefined) {
      return methods.map(({ name }) => ({
        ...failure,
        className: owner.name,
        methodName: name,
        outcome: 'Fail',
        milliseconds: 0,
      }));
    }
    return methods.map(({ name, key }) => runMethod(runtime, { owner, key, userId }, name));
  } finally {
    ofClass.rollback();
  }
}

type Call = { owner: RuntimeClass; key: string; userId: string };

function runMethod(runtime: ApexRuntime, call: Call, methodName: string): TestResult {
  const ofMethod = runtime.org.begin({ isIsolated: true });
  const start = performance.now();
  try {
    const { result: failure, coverage } = reachedBy(runtime.program, () => attempt(runtime, call));
    return {
      className: call.owner.name,
      methodName,
      outcome: failure === undefined ? 'Pass' : 'Fail',
      message: failure?.message ?? null,
      stackTrace: failure?.stackTrace ?? null,
      milliseconds: Math.round(performance.now() - start),
      coverage,
    };
  } finally {
    ofMethod.rollback();
  }
}

type Failure = { message: string; stackTrace: string };

const newContext = (): TestContext => ({
  ...{ phase: 'before', jobs: [], mocks: new Map() },
  ...{ delivered: new Set(), published: [] },
});

/** Runs a method in a transaction of its own, with static variables of its own; what made it fail, else undefined. */
function attempt(runtime: ApexRuntime, { owner, key, userId }: Call): Failure | undefined {
  const t = runtime.newTransaction(userId, {
    test: newContext(),
    context: { kind: 'synchronous', quiddity: 'RUNTEST_SYNC', requestId: '' },
  });
  try {
    runtime.run(t, () => {
      (t.k(owner.name).s[key] as ((run: Transaction) => void) | undefined)?.(t);
    });
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof ApexThrow) {
    const { value } = error;
    return { message: `${value.of.name}: ${messageOf(value)}`, stackTrace: stateOf(value).stack };
  }
  // A fault of the runtime: its place helps to fix it.
  if (error instanceof Error) return { message: `${error.name}: ${error.message}`, stackTrace: error.stack ?? '' };
  return { message: String(error), stackTrace: '' };
}

function administratorOf({ org }: ApexRuntime): string {
  const [row] = org.inspect(
    `SELECT u."Id" FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId"
     WHERE p."Name" = 'System Administrator' AND u."IsActive" = 1 ORDER BY u."Id"`,
  );
  if (typeof row?.Id !== 'string') throw new Error('The org has no active administrator to run tests as.');
  return row.Id;
}
