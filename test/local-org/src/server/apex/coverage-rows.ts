import type { TestResult, TestRun } from '../../apex/test-runner.ts';
import type { Org } from '../../org.ts';
import { isSameName } from './test-classes.ts';
import type { CodeUnit } from './test-classes.ts';

type Lines = { coveredLines: number[]; uncoveredLines: number[] };

const ascending = (lines: Iterable<number>): number[] => [...lines].toSorted((one, other) => one - other);

/** What runs before have reached counts on, as long as the unit has the same lines. */
function together(now: Lines, before: Lines | undefined): Lines {
  const lines = ascending([...now.coveredLines, ...now.uncoveredLines]);
  const known = ascending([...(before?.coveredLines ?? []), ...(before?.uncoveredLines ?? [])]);
  if (before === undefined || lines.join() !== known.join()) return now;
  const covered = new Set([...now.coveredLines, ...before.coveredLines]);
  return {
    coveredLines: lines.filter((line) => covered.has(line)),
    uncoveredLines: lines.filter((line) => !covered.has(line)),
  };
}

const unitNamed = (units: readonly CodeUnit[], { name, kind }: Pick<CodeUnit, 'name' | 'kind'>): CodeUnit | undefined =>
  units.find((one) => one.kind === kind && isSameName(one.name, name));

/** Writes what one test reaches, in place of what it reached before. */
function saveOfMethod(org: Org, units: readonly CodeUnit[], { result, at }: { result: TestResult; at: string }): void {
  const { className, methodName, coverage } = result;
  const test = unitNamed(units, { name: className, kind: 'ApexClass' });
  if (test === undefined || coverage === undefined) return;
  org.inspect(
    'DELETE FROM "ApexCodeCoverage" WHERE "ApexTestClassId" = ? AND "TestMethodName" = ?',
    ...[test.id, methodName],
  );
  org.insertRaw(
    'ApexCodeCoverage',
    coverage.flatMap(({ name, kind, covered, uncovered }) => {
      const unit = unitNamed(units, { name, kind });
      if (unit === undefined) return [];
      return [
        {
          Id: org.nextId('ApexCodeCoverage'),
          ApexTestClassId: test.id,
          TestMethodName: methodName,
          ApexClassOrTriggerId: unit.id,
          NumLinesCovered: covered.length,
          NumLinesUncovered: uncovered.length,
          Coverage: JSON.stringify({ coveredLines: ascending(covered), uncoveredLines: ascending(uncovered) }),
          ...{ CreatedDate: at, LastModifiedDate: at, SystemModstamp: at },
        },
      ];
    }),
  );
}

/** Writes what a run covers: each test of each class and trigger, all tests together, and of the whole org. */
export function saveCoverage(org: Org, units: readonly CodeUnit[], { results, coverage }: TestRun): void {
  const at = org.clock.now().toISOString();
  org.transaction(() => {
    org.inspect(
      'DELETE FROM "ApexCodeCoverage" WHERE "ApexClassOrTriggerId" NOT IN (SELECT "Id" FROM "ApexClass" UNION ALL SELECT "Id" FROM "ApexTrigger") OR "ApexTestClassId" NOT IN (SELECT "Id" FROM "ApexClass")',
    );
    for (const result of results) saveOfMethod(org, units, { result, at });
    const before = new Map(
      org
        .inspect('SELECT "ApexClassOrTriggerId", "Coverage" FROM "ApexCodeCoverageAggregate"')
        .map((row) => [String(row['ApexClassOrTriggerId']), JSON.parse(String(row['Coverage'])) as Lines]),
    );
    const rows = coverage.flatMap(({ name, kind, covered, uncovered }) => {
      const unit = unitNamed(units, { name, kind });
      if (unit === undefined || covered.length + uncovered.length === 0) return [];
      const now = { coveredLines: ascending(covered), uncoveredLines: ascending(uncovered) };
      return [{ unit, ...together(now, before.get(unit.id)) }];
    });
    org.inspect('DELETE FROM "ApexCodeCoverageAggregate"');
    org.inspect('DELETE FROM "ApexOrgWideCoverage"');
    org.insertRaw(
      'ApexCodeCoverageAggregate',
      rows.map(({ unit, coveredLines, uncoveredLines }) => ({
        Id: org.nextId('ApexCodeCoverageAggregate'),
        ApexClassOrTriggerId: unit.id,
        NumLinesCovered: coveredLines.length,
        NumLinesUncovered: uncoveredLines.length,
        Coverage: JSON.stringify({ coveredLines, uncoveredLines }),
        CreatedDate: at,
        LastModifiedDate: at,
        SystemModstamp: at,
      })),
    );
    const covered = rows.reduce((sum, { coveredLines }) => sum + coveredLines.length, 0);
    const all = rows.reduce((sum, row) => sum + row.coveredLines.length + row.uncoveredLines.length, 0);
    const percent = all === 0 ? 0 : Math.floor((covered / all) * 100);
    const Id = org.nextId('ApexOrgWideCoverage');
    org.insertRaw('ApexOrgWideCoverage', [{ Id, PercentCovered: percent, CreatedDate: at, SystemModstamp: at }]);
  });
}
