import { runTests } from '../../apex/test-runner.ts';
import type { OpenedOrg } from '../../open-org.ts';
import type { DeployFile } from '../../org.ts';
import { saveCoverage } from './coverage-rows.ts';
import { overallWarnings, unitWarnings } from './coverage-rules.ts';
import { reportFlows } from './flow-coverage.ts';
import type { MeasureFlows } from './flow-coverage.ts';
import { codeUnits, isSameName, testClassNames } from './test-classes.ts';
import type { CodeUnit } from './test-classes.ts';
import type { AskedTests } from './test-level.ts';
import { noReport, reportOf } from './test-report.ts';
import type { MissingTest, TestReport } from './test-report.ts';

/** What the tests of a deploy gave, as the Metadata API counts and lists them. */
export type TestOutcome = {
  hasPassed: boolean;
  numberTestsTotal: number;
  numberTestsCompleted: number;
  numberTestErrors: number;
  runTestResult: TestReport;
};

export const noTests: TestOutcome = {
  hasPassed: true,
  ...{ numberTestsTotal: 0, numberTestsCompleted: 0, numberTestErrors: 0 },
  runTestResult: noReport,
};

const codeFile = /(?:^|\/)(?:classes\/(?:.*\/)?(\w+)\.cls|triggers\/(?:.*\/)?(\w+)\.trigger)$/;

/** The names of the classes and triggers that a package brings. */
export const codeOfPackage = (files: readonly DeployFile[]): string[] =>
  files.flatMap(({ path }) => {
    const [, className, triggerName] = codeFile.exec(path) ?? [];
    return className ?? triggerName ?? [];
  });

const mentions = (source: string, names: readonly string[]): boolean =>
  names.some((name) => new RegExp(`\\b${name}\\b`, 'i').test(source));

/** The test classes to run, and those that are named but cannot run. */
function choose(
  org: OpenedOrg,
  { level, classes }: AskedTests,
  { units, deployed }: { units: readonly CodeUnit[]; deployed: readonly string[] },
): { chosen: string[]; missing: MissingTest[] } {
  const tests = testClassNames(org.apex);
  if (level === 'RunSpecifiedTests') {
    const isTest = (name: string): boolean => tests.some((test) => isSameName(test, name));
    const missing = classes
      .filter((name) => !isTest(name))
      .map((className) => ({
        className,
        message: units.some((unit) => unit.kind === 'ApexClass' && isSameName(unit.name, className))
          ? 'The class has no test methods'
          : `No ApexClass named: ${className} found`,
      }));
    return { chosen: classes.filter(isTest), missing };
  }
  if (level !== 'RunRelevantTests') return { chosen: tests, missing: [] };
  const sourceOf = (name: string): string => units.find((unit) => isSameName(unit.name, name))?.source ?? '';
  return { chosen: tests.filter((name) => mentions(sourceOf(name), deployed)), missing: [] };
}

type DeployTests = {
  userId: string;
  asked: AskedTests;
  files: readonly DeployFile[];
  measureFlows: MeasureFlows;
  /** Whether flows arrive active, which asks for coverage of flows. */
  needsFlowCoverage: boolean;
};

/** Runs the tests that a deploy asks for, while its package is deployed. */
export function runDeployTests(
  org: OpenedOrg,
  { userId, asked, files, measureFlows, needsFlowCoverage }: DeployTests,
): TestOutcome {
  const units = codeUnits(org);
  const deployed = codeOfPackage(files);
  const { chosen, missing } = choose(org, asked, { units, deployed });
  const { result: run, flows } = measureFlows(org, () => runTests(org.apex, { classes: chosen, userId }));
  const isEach = asked.level === 'RunSpecifiedTests' || asked.level === 'RunRelevantTests';
  const warnings = isEach
    ? unitWarnings(run.coverage, ({ name }) => deployed.some((one) => isSameName(one, name)))
    : overallWarnings(run.coverage);
  const report = reportOf(units, run, { missing, warnings });
  const ofFlows = flows === undefined ? undefined : reportFlows(flows);
  const lacksFlows = needsFlowCoverage && (ofFlows?.flowCoverageWarnings.length ?? 0) > 0;
  saveCoverage(org, units, run);
  return {
    hasPassed: report.numFailures === 0 && warnings.length === 0 && !lacksFlows,
    numberTestsTotal: report.numTestsRun,
    numberTestsCompleted: report.successes.length,
    numberTestErrors: report.numFailures,
    runTestResult: {
      ...report,
      flowCoverage: ofFlows?.flowCoverage ?? [],
      flowCoverageWarnings: lacksFlows ? (ofFlows?.flowCoverageWarnings ?? []) : [],
    },
  };
}
