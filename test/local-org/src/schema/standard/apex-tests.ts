import type { DescribeField } from '../describe.ts';
import * as field from '../field-kinds.ts';
import { defineObject, noUndelete, readOnly } from '../object-definition.ts';
import type { ObjectDefinition } from '../object-definition.ts';

const hidden = { access: 'none' } as const;
const code = ['ApexClass', 'ApexTrigger'];

type Rows = { name: string; label: string; keyPrefix: string };

/** Results that only a test run writes. */
const results = ({ name, label, keyPrefix }: Rows, fields: DescribeField[]): ObjectDefinition =>
  defineObject({
    ...{ name, label, keyPrefix },
    access: { kind: 'setup' },
    operations: readOnly,
    fields: [field.idField(`${label} ID`), ...fields, ...field.auditFields()],
  });

const jobField = (name: string): DescribeField => field.reference(name, 'Apex Job ID', ['AsyncApexJob'], hidden);

const apexTestRunResult = results({ name: 'ApexTestRunResult', label: 'Apex Test Run Result', keyPrefix: '05m' }, [
  jobField('AsyncApexJobId'),
  field.reference('UserId', 'User ID', ['User'], hidden),
  field.text('JobName', 'Job Name', 255, hidden),
  field.checkbox('IsAllTests', 'All Tests', hidden),
  field.text('Source', 'Source', 255, hidden),
  field.dateTime('StartTime', 'Start Time', hidden),
  field.dateTime('EndTime', 'End Time', hidden),
  field.int('TestTime', 'Test Time', hidden),
  field.int('TestSetupTime', 'Test Setup Time', hidden),
  field.picklist('Status', 'Status', ['Queued', 'Processing', 'Aborted', 'Completed', 'Failed'], hidden),
  field.int('ClassesEnqueued', 'Classes Enqueued', hidden),
  field.int('ClassesCompleted', 'Classes Completed', hidden),
  field.int('MethodsEnqueued', 'Methods Enqueued', hidden),
  field.int('MethodsCompleted', 'Methods Completed', hidden),
  field.int('MethodsFailed', 'Methods Failed', hidden),
]);

const apexTestQueueItem = results({ name: 'ApexTestQueueItem', label: 'Apex Test Queue Item', keyPrefix: '709' }, [
  field.reference('ApexClassId', 'Class ID', ['ApexClass'], hidden),
  field.picklist(
    'Status',
    'Status',
    ['Holding', 'Queued', 'Preparing', 'Processing', 'Aborted', 'Completed', 'Failed'],
    hidden,
  ),
  field.text('ExtendedStatus', 'Extended Status', 1_000, hidden),
  jobField('ParentJobId'),
  field.reference('TestRunResultId', 'Apex Test Run Result ID', ['ApexTestRunResult'], hidden),
  field.checkbox('ShouldSkipCodeCoverage', 'Skip Code Coverage', hidden),
]);

const apexTestResult = results({ name: 'ApexTestResult', label: 'Apex Test Result', keyPrefix: '07M' }, [
  field.dateTime('TestTimestamp', 'Time Started', hidden),
  field.picklist('Outcome', 'Pass/Fail', ['Pass', 'Fail', 'CompileFail', 'Skip'], hidden),
  field.reference('ApexClassId', 'Class ID', ['ApexClass'], hidden),
  field.text('MethodName', 'Method Name', 255, hidden),
  field.textArea('Message', 'Error Message', 4_000, hidden),
  field.textArea('StackTrace', 'Stack Trace', 4_000, hidden),
  jobField('AsyncApexJobId'),
  field.reference('QueueItemId', 'Apex Test Queue Item ID', ['ApexTestQueueItem'], hidden),
  field.text('ApexLogId', 'Apex Debug Log ID', 18, hidden),
  field.reference('ApexTestRunResultId', 'Apex Test Run Result ID', ['ApexTestRunResult'], hidden),
  field.int('RunTime', 'Run Time', hidden),
  field.checkbox('IsTestSetup', 'Is Test Setup', hidden),
]);

const coverageFields = (): DescribeField[] => [
  field.reference('ApexClassOrTriggerId', 'Class or Trigger ID', code, hidden),
  field.int('NumLinesCovered', 'Lines Covered', hidden),
  field.int('NumLinesUncovered', 'Lines Uncovered', hidden),
  // Two lists of lines, kept as JSON.
  field.textArea('Coverage', 'Coverage', 131_072, hidden),
];

const apexCodeCoverage = results({ name: 'ApexCodeCoverage', label: 'Apex Code Coverage', keyPrefix: '714' }, [
  field.reference('ApexTestClassId', 'Test Class ID', ['ApexClass'], hidden),
  field.text('TestMethodName', 'Test Method Name', 255, hidden),
  ...coverageFields(),
]);

const apexCodeCoverageAggregate = results(
  { name: 'ApexCodeCoverageAggregate', label: 'Apex Code Coverage Aggregate', keyPrefix: '715' },
  coverageFields(),
);

const apexOrgWideCoverage = results(
  { name: 'ApexOrgWideCoverage', label: 'Apex Org Wide Coverage', keyPrefix: '716' },
  [field.int('PercentCovered', 'Percent Covered', hidden)],
);

const apexTestSuite = defineObject({
  ...{ name: 'ApexTestSuite', label: 'Apex Test Suite', keyPrefix: '05F' },
  access: { kind: 'setup' },
  operations: noUndelete,
  fields: [
    field.idField('Apex Test Suite ID'),
    field.text('TestSuiteName', 'Test Suite Name', 255, { required: true, nameField: true }),
    ...field.auditFields(),
  ],
});

const testSuiteMembership = defineObject({
  ...{ name: 'TestSuiteMembership', label: 'Test Suite Membership', keyPrefix: '05G' },
  access: { kind: 'setup' },
  operations: noUndelete,
  fields: [
    field.idField('Test Suite Membership ID'),
    field.reference('ApexTestSuiteId', 'Apex Test Suite ID', ['ApexTestSuite'], { required: true }),
    field.reference('ApexClassId', 'Class ID', ['ApexClass'], { required: true }),
    ...field.auditFields(),
  ],
});

/** What is known of test runs. */
export const apexTestObjects: readonly ObjectDefinition[] = [
  apexCodeCoverage,
  apexCodeCoverageAggregate,
  apexOrgWideCoverage,
  apexTestQueueItem,
  apexTestResult,
  apexTestRunResult,
  apexTestSuite,
  testSuiteMembership,
];

/** Those of them that only the Tooling API has. */
export const toolingOnly: ReadonlySet<string> = new Set(
  [apexCodeCoverage, apexCodeCoverageAggregate, apexOrgWideCoverage].map(({ name }) => name),
);
