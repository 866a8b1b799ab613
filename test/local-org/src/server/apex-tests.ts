import { contentText, passage } from '../metadata/apex-source.ts';
import { OrgError } from '../org-error.ts';
import type { DeployFile, Org } from '../org.ts';

/** Code that answers for a test method, as the org has no Apex runtime: the message of its failure, or undefined. */
export type ApexTestStub = (test: { className: string; methodName: string }) => string | undefined;

export const testLevels = ['RunLocalTests', 'RunAllTestsInOrg', 'RunSpecifiedTests', 'RunRelevantTests'];

/** What a deploy asks of tests. */
type Asked = { level: string; classes: string[] };

type ApexClass = { name: string; source: string; id: string };

/** What the tests of a deploy gave, as the Metadata API counts and lists them. */
export type TestOutcome = {
  hasPassed: boolean;
  numberTestsTotal: number;
  numberTestsCompleted: number;
  numberTestErrors: number;
  runTestResult: Record<string, unknown>;
};

const emptyResult = {
  ...{ codeCoverage: [], codeCoverageWarnings: [], failures: [], flowCoverage: [], flowCoverageWarnings: [] },
  ...{ numFailures: 0, numTestsRun: 0, successes: [], totalTime: 0 },
};

export const noTests: TestOutcome = {
  hasPassed: true,
  ...{ numberTestsTotal: 0, numberTestsCompleted: 0, numberTestErrors: 0 },
  runTestResult: emptyResult,
};

const withoutTests = ['', 'NoTestRun'];

const refused = (message: string): OrgError => new OrgError('INVALID_OPERATION', message);

/**
 * The tests that the options of a deploy ask for; undefined when none.
 *
 * @throws OrgError `INVALID_OPERATION` for a level that does not exist, when specified tests are asked for and none is
 *   named, and when tests are named for another level
 */
export function readAsked({ testLevel, runTests, runAllTests }: Record<string, unknown>): Asked | undefined {
  const named = (Array.isArray(runTests) ? runTests : [runTests]).filter((one) => typeof one === 'string');
  const classes = named.map((one) => one.trim()).filter((one) => one !== '');
  // Clients of older versions name tests, or ask for all, without a level.
  const implied = classes.length > 0 ? 'RunSpecifiedTests' : String(runAllTests) === 'true' ? 'RunAllTestsInOrg' : '';
  const level = typeof testLevel === 'string' && testLevel !== '' ? testLevel : implied;
  if (!testLevels.includes(level) && !withoutTests.includes(level)) throw refused(`${level} is no testLevel`);
  if (level !== 'RunSpecifiedTests' && classes.length > 0) {
    throw refused('runTests can be used only with a testLevel of RunSpecifiedTests');
  }
  if (level === 'RunSpecifiedTests' && classes.length === 0) {
    throw refused('No tests were specified: RunSpecifiedTests needs at least one test class');
  }
  return withoutTests.includes(level) ? undefined : { level, classes };
}

const decoder = new TextDecoder();

/** The classes of the org as they are with the package. */
function classesWith(org: Org, files: readonly DeployFile[]): Map<string, ApexClass> {
  const classes = new Map(
    org
      .components('ApexClass')
      .map((one) => [one.fullName, { name: one.fullName, source: contentText(one), id: one.record?.id ?? '' }]),
  );
  for (const { path, content } of files) {
    const name = /(?:^|\/)classes\/(?:.*\/)?(\w+)\.cls$/.exec(path)?.[1];
    if (name !== undefined) {
      classes.set(name, { name, source: decoder.decode(content), id: classes.get(name)?.id ?? '' });
    }
  }
  return classes;
}

const isTest = /@istest\b/i;
const testMethod = /(?:@istest\b(?:\s*\([^)]*\))?|\btestmethod\b)[^;{}()]*?\bvoid\s+(\w+)\s*\(/gi;

function testsOf({ name, source }: ApexClass): { className: string; methodName: string }[] {
  const code = source.replace(passage, ' ');
  return [...code.matchAll(testMethod)].map(([, methodName = '']) => ({ className: name, methodName }));
}

const notRun = 'The test did not run: the local org has no Apex runtime';
const noCoverage =
  'Average test coverage across all Apex Classes and Triggers is 0%, at least 75% test coverage is required.';

/**
 * Runs the tests that a deploy asks for, by the stub. Without one every test fails, and a deploy that asks for tests
 * where there are none fails for its coverage: none ever passes untested.
 */
export function runTests(
  org: Org,
  files: readonly DeployFile[],
  { asked, stub }: { asked: Asked; stub: ApexTestStub | undefined },
): TestOutcome {
  const classes = classesWith(org, files);
  const chosen =
    asked.level === 'RunSpecifiedTests'
      ? asked.classes.map((name) => classes.get(name) ?? { name, source: '', id: '' })
      : [...classes.values()].filter(({ source }) => isTest.test(source.replace(passage, ' ')));
  const failures: Record<string, unknown>[] = [];
  const successes: Record<string, unknown>[] = [];
  for (const one of chosen) {
    const tests = testsOf(one);
    const common = { id: one.id, name: one.name, namespace: null, time: 0 };
    if (tests.length === 0) {
      const message = classes.has(one.name) ? 'The class has no test methods' : `No ApexClass named: ${one.name} found`;
      failures.push({ ...common, methodName: '', message, stackTrace: '', type: 'Class' });
    }
    for (const test of tests) {
      const message = stub === undefined ? notRun : stub(test);
      if (message === undefined) successes.push({ ...common, methodName: test.methodName, seeAllData: false });
      else failures.push({ ...common, methodName: test.methodName, message, stackTrace: '', type: 'Class' });
    }
  }
  const total = successes.length + failures.length;
  const warnings = total === 0 ? [{ id: '', message: noCoverage, name: null, namespace: null }] : [];
  return {
    hasPassed: total > 0 && failures.length === 0,
    numberTestsTotal: total,
    numberTestsCompleted: successes.length,
    numberTestErrors: failures.length,
    runTestResult: {
      ...emptyResult,
      ...{ codeCoverageWarnings: warnings, failures, successes, numFailures: failures.length, numTestsRun: total },
    },
  };
}
