import * as field from '../field-kinds.ts';
import { defineObject, noUndelete } from '../object-definition.ts';

const hidden = { access: 'none' } as const;

/** Objects of the standard schema that `WhatId` may name; custom objects with activities are added on deploy. */
const relatedObjects = ['Account', 'Opportunity', 'Campaign'];

const who = () => field.reference('WhoId', 'Name ID', ['Contact', 'Lead'], { cascadeDelete: true });
const what = () => field.reference('WhatId', 'Related To ID', relatedObjects, { cascadeDelete: true });
const account = () => field.reference('AccountId', 'Account ID', ['Account'], hidden);

/** Series of events that recur daily or weekly; those of tasks are not supported. */
const recurrence = (object: 'Task' | 'Event') => [
  field.reference('RecurrenceActivityId', 'Recurrence Activity ID', [object], { ...hidden, relationship: '' }),
  field.checkbox('IsRecurrence', 'Create Recurring Series', { access: 'create' }),
];
const recurrenceTypes = ['Daily', 'EveryWeekday', 'Monthly', 'MonthlyNth', 'Weekly', 'Yearly', 'YearlyNth'];
const ofSeries = { permissionable: false } as const;
const seriesFields = () => [
  field.dateTime('RecurrenceStartDateTime', 'Recurrence Start', ofSeries),
  field.date('RecurrenceEndDateOnly', 'Recurrence End', ofSeries),
  field.picklist(
    'RecurrenceType',
    'Recurrence Type',
    recurrenceTypes.map((type) => `Recurs${type}`),
    { ...ofSeries, length: 40, restrictedPicklist: true },
  ),
  field.int('RecurrenceInterval', 'Recurrence Interval', ofSeries),
];

const taskSubtypes = ['Task*', 'Email', 'ListEmail=List Email', 'Cadence', 'Call', 'LinkedIn'];

export const task = defineObject({
  name: 'Task',
  label: 'Task',
  keyPrefix: '00T',
  access: { kind: 'everyone' },
  visibleThrough: ['WhoId', 'WhatId'],
  childNames: { WhoId: 'Tasks', WhatId: 'Tasks', RecurrenceActivityId: 'RecurringTasks' },
  fields: [
    field.idField('Activity ID'),
    who(),
    what(),
    field.combobox('Subject', 'Subject', ['Call', 'Email', 'Send Letter', 'Send Quote', 'Other'], {
      nameField: true,
      permissionable: false,
    }),
    field.date('ActivityDate', 'Due Date Only'),
    field.picklist('Status', 'Status', taskStatuses(), { required: true }),
    field.picklist('Priority', 'Priority', ['High', 'Normal*', 'Low'], { required: true }),
    field.checkbox('IsHighPriority', 'High Priority', hidden),
    field.ownerField(['Group', 'User'], 'Assigned To ID'),
    field.textArea('Description', 'Description', 32_000),
    field.isDeletedField(),
    account(),
    field.checkbox('IsClosed', 'Closed', hidden),
    ...field.auditFields(),
    field.checkbox('IsArchived', 'Archived', hidden),
    field.int('CallDurationInSeconds', 'Call Duration'),
    field.picklist('CallType', 'Call Type', ['Internal', 'Inbound', 'Outbound'], {
      length: 40,
      restrictedPicklist: true,
    }),
    field.text('CallDisposition', 'Call Result', 255),
    field.picklist('Type', 'Type', ['Call', 'Email', 'Meeting', 'Other'], { length: 40 }),
    field.text('CallObject', 'Call Object Identifier', 255),
    field.dateTime('ReminderDateTime', 'Reminder Date/Time'),
    field.checkbox('IsReminderSet', 'Reminder Set'),
    ...recurrence('Task'),
    field.picklist('TaskSubtype', 'Task Subtype', taskSubtypes, {
      access: 'create',
      length: 40,
      permissionable: false,
      restrictedPicklist: true,
    }),
    field.dateTime('CompletedDateTime', 'Completed Date', hidden),
  ],
});

function taskStatuses(): string[] {
  return ['Not Started*', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'];
}

export const event = defineObject({
  name: 'Event',
  label: 'Event',
  keyPrefix: '00U',
  access: { kind: 'everyone' },
  visibleThrough: ['WhoId', 'WhatId'],
  childNames: { WhoId: 'Events', WhatId: 'Events', RecurrenceActivityId: 'RecurringEvents' },
  fields: [
    field.idField('Activity ID'),
    who(),
    what(),
    field.combobox('Subject', 'Subject', ['Call', 'Email', 'Meeting', 'Send Letter/Quote', 'Other'], {
      nameField: true,
      permissionable: false,
    }),
    field.text('Location', 'Location', 255),
    field.checkbox('IsAllDayEvent', 'All-Day Event', { permissionable: true }),
    field.dateTime('ActivityDateTime', 'Due Date Time', { permissionable: false }),
    field.date('ActivityDate', 'Due Date Only', { permissionable: false }),
    field.int('DurationInMinutes', 'Duration', { permissionable: false }),
    field.dateTime('StartDateTime', 'Start Date Time', { permissionable: false }),
    field.dateTime('EndDateTime', 'End Date Time', { permissionable: false }),
    field.date('EndDate', 'End Date', hidden),
    field.textArea('Description', 'Description', 32_000),
    account(),
    field.ownerField(['User'], 'Assigned To ID'),
    field.checkbox('IsPrivate', 'Private'),
    field.picklist('ShowAs', 'Show Time As', ['Busy*', 'OutOfOffice=Out of Office', 'Free'], {
      length: 40,
      permissionable: false,
      restrictedPicklist: true,
    }),
    field.isDeletedField(),
    field.checkbox('IsChild', 'Is Child', hidden),
    field.checkbox('IsGroupEvent', 'Is Group Event', hidden),
    field.picklist('GroupEventType', 'Group Event Type', ['0=Non-group Event*', '1=Group Event', '2=Proposed Event'], {
      ...hidden,
      length: 40,
      restrictedPicklist: true,
    }),
    ...field.auditFields(),
    field.checkbox('IsArchived', 'Archived', hidden),
    ...recurrence('Event'),
    ...seriesFields(),
    field.dateTime('ReminderDateTime', 'Reminder Date/Time', { permissionable: false }),
    field.checkbox('IsReminderSet', 'Reminder Set'),
    field.picklist('EventSubtype', 'Event Subtype', ['Event*'], {
      access: 'create',
      length: 40,
      permissionable: false,
      restrictedPicklist: true,
    }),
  ],
});

export const emailMessage = defineObject({
  name: 'EmailMessage',
  label: 'Email Message',
  keyPrefix: '02s',
  access: { kind: 'everyone' },
  visibleThrough: ['RelatedToId', 'ActivityId'],
  childNames: { RelatedToId: 'Emails', ActivityId: null },
  fields: [
    field.idField('Email Message ID'),
    field.reference('ActivityId', 'Activity ID', ['Task'], { access: 'create', permissionable: false }),
    ...field.auditFields(),
    field.textArea('TextBody', 'Text Body', 131_072),
    field.textArea('HtmlBody', 'HTML Body', 131_072),
    field.textArea('Headers', 'Headers', 131_072),
    field.text('Subject', 'Subject', 3_000, { nameField: true }),
    field.text('FromName', 'From Name', 1_000),
    field.email('FromAddress', 'From Address'),
    field.text('ToAddress', 'To Address', 4_000),
    field.text('CcAddress', 'CC Address', 4_000),
    field.text('BccAddress', 'BCC Address', 4_000),
    field.checkbox('Incoming', 'Is Incoming'),
    field.checkbox('HasAttachment', 'Has Attachment', hidden),
    field.picklist('Status', 'Status', ['0=New*', '1=Read', '2=Replied', '3=Sent', '4=Forwarded', '5=Draft'], {
      required: true,
      length: 40,
      restrictedPicklist: true,
    }),
    field.dateTime('MessageDate', 'Message Date', { permissionable: false }),
    field.isDeletedField(),
    field.reference('ReplyToEmailMessageId', 'Email Message ID', ['EmailMessage'], { access: 'create' }),
    field.checkbox('IsExternallyVisible', 'Is Externally Visible'),
    field.text('MessageIdentifier', 'Message ID', 765),
    field.text('ThreadIdentifier', 'Thread ID', 765),
    field.checkbox('IsClientManaged', 'Is Client Managed', { access: 'create' }),
    field.reference('RelatedToId', 'Related To ID', relatedObjects, { permissionable: false }),
    field.checkbox('IsTracked', 'Is Tracked', hidden),
    field.dateTime('FirstOpenedDate', 'First Opened', hidden),
    field.dateTime('LastOpenedDate', 'Last Opened', hidden),
    field.checkbox('IsBounced', 'Is Bounced', hidden),
  ],
});

const relationFields = (activity: 'Task' | 'Event', referenceTo: string[]) => [
  field.idField('Relation ID'),
  field.reference('RelationId', 'Relation ID', referenceTo, { access: 'create', required: true, cascadeDelete: true }),
  field.reference(`${activity}Id`, `${activity} ID`, [activity], {
    access: 'create',
    required: true,
    cascadeDelete: true,
  }),
];

/** The people and records of a task; it exists with Shared Activities only. */
export const taskRelation = defineObject({
  name: 'TaskRelation',
  label: 'Task Relation',
  keyPrefix: '0RT',
  access: { kind: 'everyone' },
  visibleThrough: ['TaskId'],
  operations: { ...noUndelete, update: false },
  childNames: { TaskId: 'TaskRelations', RelationId: 'TaskRelations' },
  fields: [
    ...relationFields('Task', ['Contact', 'Lead', ...relatedObjects]),
    field.checkbox('IsWhat', 'Is What', { access: 'create' }),
    ...field.auditFields(),
    field.isDeletedField(),
  ],
});

/** People invited to an event; with Shared Activities also the people and the record that it is about. */
export const eventRelation = defineObject({
  name: 'EventRelation',
  label: 'Event Relation',
  keyPrefix: '0RE',
  access: { kind: 'everyone' },
  visibleThrough: ['EventId'],
  operations: noUndelete,
  childNames: { EventId: 'EventRelations', RelationId: 'EventRelations' },
  fields: [
    ...relationFields('Event', ['Contact', 'Lead', 'User', ...relatedObjects]),
    field.picklist('Status', 'Status', ['New*', 'Declined', 'Accepted', 'Uninvited', 'Maybe'], { length: 40 }),
    ...field.auditFields(),
    field.isDeletedField(),
  ],
});

/** What a relation of an event shows of Shared Activities. */
export const sharedEventFields = () => [
  field.checkbox('IsWhat', 'Is What', hidden),
  field.checkbox('IsParent', 'Is Parent', { access: 'create' }),
  field.checkbox('IsInvitee', 'Is Invitee', { access: 'create' }),
];

const relationTypes = ['ToAddress', 'CcAddress', 'BccAddress', 'FromAddress', 'OtherAddress'];

/** The people who sent or received an e-mail. */
export const emailMessageRelation = defineObject({
  name: 'EmailMessageRelation',
  label: 'Email Message Relation',
  keyPrefix: '1Iq',
  access: { kind: 'everyone' },
  visibleThrough: ['EmailMessageId'],
  operations: noUndelete,
  childNames: { EmailMessageId: 'EmailMessageRelations', RelationId: 'EmailMessageRelations' },
  fields: [
    field.idField('Email Message Relation ID'),
    field.reference('EmailMessageId', 'Email Message ID', ['EmailMessage'], {
      access: 'create',
      required: true,
      cascadeDelete: true,
    }),
    field.reference('RelationId', 'Relation ID', ['Contact', 'Lead', 'User'], { permissionable: false }),
    field.picklist('RelationType', 'Relation Type', relationTypes, {
      access: 'create',
      length: 40,
      required: true,
      restrictedPicklist: true,
    }),
    field.text('RelationAddress', 'Relation Address', 255, { access: 'create', permissionable: false }),
    field.text('RelationObjectType', 'Relation Object Type', 50, hidden),
    ...field.createdFields(),
    field.dateTime('SystemModstamp', 'System Modstamp', { ...hidden, required: true }),
    field.isDeletedField(),
  ],
});
