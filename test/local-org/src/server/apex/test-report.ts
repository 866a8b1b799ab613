import type { Coverage } from '../../apex/test-coverage.ts';
import type { TestRun } from '../../apex/test-runner.ts';
import type { CodeUnit } from './test-classes.ts';
import { isSameName } from './test-classes.ts';

/** A test that could not begin, such as one of a class that does not exist. */
export type MissingTest = { className: string; message: string };

/** What keeps coverage from being enough. */
export type CoverageWarning = { id: string; name: string | null; message: string };

/** A run as the Metadata API and the Tooling API describe it. */
export type TestReport = {
  codeCoverage: Record<string, unknown>[];
  codeCoverageWarnings: Record<string, unknown>[];
  failures: Record<string, unknown>[];
  flowCoverage: unknown[];
  flowCoverageWarnings: unknown[];
  numFailures: number;
  numTestsRun: number;
  successes: Record<string, unknown>[];
  totalTime: number;
};

export const noReport: TestReport = {
  ...{ codeCoverage: [], codeCoverageWarnings: [], failures: [], flowCoverage: [], flowCoverageWarnings: [] },
  ...{ numFailures: 0, numTestsRun: 0, successes: [], totalTime: 0 },
};

const idOf = (units: readonly CodeUnit[], { name, kind }: Pick<Coverage, 'name' | 'kind'>): string =>
  units.find((unit) => unit.kind === kind && isSameName(unit.name, name))?.id ?? '';

function describeCoverage(units: readonly CodeUnit[], { name, kind, covered, uncovered }: Coverage) {
  return {
    dmlInfo: [],
    id: idOf(units, { name, kind }),
    locationsNotCovered: uncovered.map((line) => ({ column: 0, line, numExecutions: 0, time: -1 })),
    methodInfo: [],
    name,
    namespace: null,
    numLocations: covered.length + uncovered.length,
    numLocationsNotCovered: uncovered.length,
    soqlInfo: [],
    soslInfo: [],
    type: kind === 'ApexTrigger' ? 'Trigger' : 'Class',
  };
}

type Found = { missing?: readonly MissingTest[]; warnings?: readonly CoverageWarning[] };

/** Describes a run; units without a line that can be reached, such as interfaces, have no coverage. */
export function reportOf(
  units: readonly CodeUnit[],
  { results, coverage }: TestRun,
  { missing = [], warnings = [] }: Found = {},
): TestReport {
  const common = (className: string, milliseconds: number) => ({
    id: idOf(units, { name: className, kind: 'ApexClass' }),
    name: className,
    namespace: null,
    time: Math.round(milliseconds),
  });
  const ran = results.filter(({ outcome }) => outcome !== 'Skip');
  const successes = ran
    .filter(({ outcome }) => outcome === 'Pass')
    .map(({ className, methodName, milliseconds }) => ({
      ...common(className, milliseconds),
      methodName,
      seeAllData: false,
    }));
  const failures = [
    ...missing.map(({ className, message }) => ({
      ...common(className, 0),
      ...{ methodName: '', message, packageName: className, seeAllData: false, stackTrace: '', type: 'Class' },
    })),
    ...ran
      .filter(({ outcome }) => outcome !== 'Pass')
      .map(({ className, methodName, message, stackTrace, milliseconds }) => ({
        ...common(className, milliseconds),
        ...{ methodName, message: message ?? '', packageName: className, seeAllData: false },
        ...{ stackTrace: stackTrace ?? '', type: 'Class' },
      })),
  ];
  return {
    ...noReport,
    codeCoverage: coverage
      .filter(({ covered, uncovered }) => covered.length + uncovered.length > 0)
      .map((one) => describeCoverage(units, one)),
    codeCoverageWarnings: warnings.map(({ id, name, message }) => ({ id, message, name, namespace: null })),
    failures,
    numFailures: failures.length,
    numTestsRun: successes.length + failures.length,
    successes,
    totalTime: Math.round(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  };
}
