import * as field from '../field-kinds.ts';
import { defineObject, readOnly } from '../object-definition.ts';
import type { ObjectDefinition } from '../object-definition.ts';

const hidden = { access: 'none' } as const;

type Code = { name: string; label: string; labelPlural: string; keyPrefix: string };

/** Apex as clients query it; only a deploy writes it. */
const apexCode = ({ name, label, labelPlural, keyPrefix }: Code): ObjectDefinition =>
  defineObject({
    ...{ name, label, labelPlural, keyPrefix },
    access: { kind: 'setup' },
    operations: readOnly,
    fields: [
      field.idField(`${label} ID`),
      field.text('NamespacePrefix', 'Namespace Prefix', 15, hidden),
      field.text('Name', 'Name', 255, { ...hidden, nameField: true }),
      field.double('ApiVersion', 'Api Version', [18, 1], hidden),
      field.picklist('Status', 'Status', ['Inactive', 'Active', 'Deleted'], { ...hidden, length: 40 }),
      field.checkbox('IsValid', 'Is Valid', hidden),
      field.textArea('Body', 'Body', 1_000_000, hidden),
      field.int('LengthWithoutComments', 'Size Without Comments', hidden),
      ...field.auditFields(),
    ],
  });

export const apexClass = apexCode({
  name: 'ApexClass',
  label: 'Apex Class',
  labelPlural: 'Apex Classes',
  keyPrefix: '01p',
});

export const apexTrigger = apexCode({
  name: 'ApexTrigger',
  label: 'Apex Trigger',
  labelPlural: 'Apex Triggers',
  keyPrefix: '01q',
});

const created = () => field.auditFields().filter(({ name }) => name === 'CreatedDate' || name === 'CreatedById');

const jobTypes = ['Future', 'SharingRecalculation', 'ScheduledApex', 'BatchApex', 'BatchApexWorker', 'TestRequest'];
const jobStatuses = ['Holding', 'Queued', 'Preparing', 'Processing', 'Aborted', 'Completed', 'Failed'];

/** Asynchronous jobs of Apex; only the runtime writes them. */
export const asyncApexJob = defineObject({
  name: 'AsyncApexJob',
  label: 'Apex Job',
  keyPrefix: '707',
  access: { kind: 'setup' },
  operations: readOnly,
  childNames: { ParentJobId: 'AsyncApex' },
  fields: [
    field.idField('Job ID'),
    ...created(),
    field.picklist('JobType', 'Job Type', [...jobTypes, 'Queueable'], { ...hidden, length: 40 }),
    field.reference('ApexClassId', 'Class ID', ['ApexClass'], hidden),
    field.picklist('Status', 'Status', jobStatuses, { ...hidden, length: 40 }),
    field.int('JobItemsProcessed', 'Batches Processed', hidden),
    field.int('TotalJobItems', 'Total Batches', hidden),
    field.int('NumberOfErrors', 'Failures', hidden),
    field.dateTime('CompletedDate', 'Completion Date', hidden),
    field.text('MethodName', 'Apex Method', 255, hidden),
    field.text('ExtendedStatus', 'Status Detail', 4_000, hidden),
    field.reference('ParentJobId', 'Apex Job ID', ['AsyncApexJob'], hidden),
    field.text('LastProcessed', 'Last Processed', 15, hidden),
    field.int('LastProcessedOffset', 'Last Processed Offset', hidden),
    field.reference('CronTriggerId', 'Scheduled Job ID', ['CronTrigger'], hidden),
  ],
});

const cronStates = ['WAITING', 'ACQUIRED', 'EXECUTING', 'PAUSED', 'BLOCKED', 'COMPLETE', 'ERROR', 'DELETED'];

/** The times of scheduled jobs. */
export const cronTrigger = defineObject({
  name: 'CronTrigger',
  label: 'Scheduled Job',
  keyPrefix: '08e',
  access: { kind: 'setup' },
  operations: readOnly,
  fields: [
    field.idField('Scheduled Job ID'),
    field.reference('CronJobDetailId', 'Job ID', ['CronJobDetail'], hidden),
    field.dateTime('NextFireTime', 'Next Run Time', hidden),
    field.dateTime('PreviousFireTime', 'Previous Run Time', hidden),
    field.picklist('State', 'State', cronStates, { ...hidden, length: 40 }),
    field.dateTime('StartTime', 'Job Start Date', hidden),
    field.dateTime('EndTime', 'Job End Date', hidden),
    field.text('CronExpression', 'Cron Expression', 255, hidden),
    field.text('TimeZoneSidKey', 'Time Zone', 40, hidden),
    field.reference('OwnerId', 'Owner ID', ['User'], hidden),
    field.int('TimesTriggered', 'Times Triggered', hidden),
    ...created(),
  ],
});

/** The names of scheduled jobs. */
export const cronJobDetail = defineObject({
  name: 'CronJobDetail',
  label: 'Cron Job',
  keyPrefix: '08a',
  access: { kind: 'setup' },
  operations: readOnly,
  fields: [
    field.idField('Job ID'),
    field.text('Name', 'Job Name', 255, { ...hidden, nameField: true }),
    field.picklist('JobType', 'Job Type', ['7=Scheduled Apex'], { ...hidden, length: 40 }),
  ],
});
