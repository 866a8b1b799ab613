import { runTests } from '../../apex/test-runner.ts';
import type { TestResult } from '../../apex/test-runner.ts';
import type { OpenedOrg } from '../../open-org.ts';
import type { Org } from '../../org.ts';
import { saveCoverage } from './coverage-rows.ts';
import { codeUnits, isSameName } from './test-classes.ts';
import type { CodeUnit } from './test-classes.ts';
import { reportOf } from './test-report.ts';
import type { TestReport } from './test-report.ts';
import type { TestRequest } from './test-request.ts';

/** Runs tests at once, and answers with what they gave. */
export function runSynchronously(
  org: OpenedOrg,
  userId: string,
  request: TestRequest,
): TestReport & { apexLogId: string } {
  const units = codeUnits(org);
  const { classes, methods } = request;
  const run = runTests(org.apex, { classes, methods, userId });
  if (!request.skipsCoverage) saveCoverage(org, units, run);
  return { apexLogId: '', ...reportOf(units, request.skipsCoverage ? { ...run, coverage: [] } : run) };
}

type Stamps = { CreatedDate: string; CreatedById: string; LastModifiedDate: string; SystemModstamp: string };

/**
 * Runs tests, and keeps their results in the objects that clients poll. The run is complete when its start returns.
 *
 * @returns the id of the run's job
 */
export function runAsynchronously(org: OpenedOrg, userId: string, request: TestRequest): string {
  const jobId = org.nextId('AsyncApexJob');
  const startedAt = org.clock.now().toISOString();
  const units = codeUnits(org);
  const { classes, methods } = request;
  const run = runTests(org.apex, { classes, methods, userId });
  const endedAt = org.clock.now().toISOString();
  const stamps: Stamps = {
    ...{ CreatedDate: startedAt, CreatedById: userId },
    ...{ LastModifiedDate: endedAt, SystemModstamp: endedAt },
  };
  org.transaction(() => {
    if (!request.skipsCoverage) saveCoverage(org, units, run);
    const runId = org.nextId('ApexTestRunResult');
    org.insertRaw('AsyncApexJob', [
      {
        ...{ Id: jobId, JobType: 'TestRequest', Status: 'Completed', JobItemsProcessed: 0, TotalJobItems: 0 },
        ...{ NumberOfErrors: 0, CompletedDate: endedAt, CreatedDate: startedAt, CreatedById: userId },
      },
    ]);
    const byClass = Map.groupBy(run.results, ({ className }) => className);
    org.insertRaw('ApexTestRunResult', [
      {
        Id: runId,
        AsyncApexJobId: jobId,
        UserId: userId,
        IsAllTests: Number(request.isAll),
        StartTime: startedAt,
        EndTime: endedAt,
        TestTime: Math.round(run.results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
        TestSetupTime: 0,
        Status: run.results.some(isFailed) ? 'Failed' : 'Completed',
        ClassesEnqueued: byClass.size,
        ClassesCompleted: byClass.size,
        MethodsEnqueued: run.results.length,
        MethodsCompleted: run.results.length,
        MethodsFailed: run.results.filter(isFailed).length,
        ...stamps,
      },
    ]);
    for (const [className, results] of byClass) {
      saveClass(org, { classId: classId(units, className), jobId, runId, request, stamps }, results);
    }
  });
  return jobId;
}

const isFailed = ({ outcome }: TestResult): boolean => outcome === 'Fail' || outcome === 'CompileFail';

const classId = (units: readonly CodeUnit[], name: string): string | null =>
  units.find((unit) => unit.kind === 'ApexClass' && isSameName(unit.name, name))?.id ?? null;

type ClassRun = { classId: string | null; jobId: string; runId: string; request: TestRequest; stamps: Stamps };

function saveClass(org: Org, ran: ClassRun, results: readonly TestResult[]): void {
  const itemId = org.nextId('ApexTestQueueItem');
  const failed = results.filter(isFailed).length;
  org.insertRaw('ApexTestQueueItem', [
    {
      Id: itemId,
      ApexClassId: ran.classId,
      Status: 'Completed',
      ExtendedStatus: `(${results.length - failed}/${results.length})`,
      ParentJobId: ran.jobId,
      TestRunResultId: ran.runId,
      ShouldSkipCodeCoverage: Number(ran.request.skipsCoverage),
      ...ran.stamps,
    },
  ]);
  org.insertRaw(
    'ApexTestResult',
    results.map(({ methodName, outcome, message, stackTrace, milliseconds }) => ({
      Id: org.nextId('ApexTestResult'),
      TestTimestamp: ran.stamps.CreatedDate,
      Outcome: outcome,
      ApexClassId: ran.classId,
      MethodName: methodName,
      Message: message,
      StackTrace: stackTrace,
      AsyncApexJobId: ran.jobId,
      QueueItemId: itemId,
      ApexTestRunResultId: ran.runId,
      RunTime: Math.round(milliseconds),
      IsTestSetup: 0,
      ...ran.stamps,
    })),
  );
}
