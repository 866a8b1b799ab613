import type { Goal } from '@plumbline/contract';
import type { ColumnType } from '../org-facts.ts';
import { anyEngagementDrafts, engagementDrafts } from './engagement-sources.ts';
import { historyForm, protections } from './source-plan.ts';
import type { PlannedColumn, Protection, SourceTableName, TableDraft } from './source-plan.ts';

type Options = { type?: ColumnType; protection?: Protection };

const column =
  (isRequired: boolean) =>
  (name: string, path: string, { type, protection = 'none' }: Options = {}): PlannedColumn => ({
    ...{ path, column: name, protection, isRequired },
    ...(type && { type }),
  });
const required = column(true);
const optional = column(false);
const timestamp = { type: 'datetime' } as const;
const yesOrNo = { type: 'boolean' } as const;

/** Privacy opt-outs of a person. */
const privacyOptOuts = [
  optional('opted_out_profiling', 'Individual.HasOptedOutProfiling', yesOrNo),
  optional('opted_out_processing', 'Individual.HasOptedOutProcessing', yesOrNo),
  optional('should_forget', 'Individual.ShouldForget', yesOrNo),
];

/** The values before and after a change in their protected forms; no field with history is a page. */
const protectedChanges = protections
  .filter((protection) => protection !== 'none' && protection !== 'page')
  .flatMap((protection) => [
    optional(`old_${historyForm(protection)}`, 'OldValue', { protection }),
    optional(`new_${historyForm(protection)}`, 'NewValue', { protection }),
  ]);

const historyOf = (name: SourceTableName, object: string, parent: string, parentColumn: string): TableDraft => ({
  name,
  object,
  columns: [
    required('id', 'Id'),
    required(parentColumn, parent),
    required('field', 'Field'),
    required('old_value', 'OldValue'),
    required('new_value', 'NewValue'),
    required('created_date', 'CreatedDate', timestamp),
    ...protectedChanges,
  ],
});

/** The columns of a task or an event, which `path` leads to from its relation to a person. */
const taskColumns = (path = ''): PlannedColumn[] => [
  required('task_subtype', `${path}TaskSubtype`),
  required('created_date', `${path}CreatedDate`, timestamp),
  optional('completed_date', `${path}CompletedDateTime`, timestamp),
  optional('is_closed', `${path}IsClosed`, yesOrNo),
  optional('call_seconds', `${path}CallDurationInSeconds`, { type: 'number' }),
  optional('call_type', `${path}CallType`),
  optional('task_type', `${path}Type`),
];
const eventColumns = (path = ''): PlannedColumn[] => [
  required('created_date', `${path}CreatedDate`, timestamp),
  optional('start_date', `${path}StartDateTime`, timestamp),
  optional('end_date', `${path}EndDateTime`, timestamp),
  optional('is_all_day', `${path}IsAllDayEvent`, yesOrNo),
  // The last day of an all-day event, which its end need not be on.
  optional('last_day', `${path}EndDate`, { type: 'date' }),
];
const emailColumns = (path = ''): PlannedColumn[] => [
  // Without the task of an e-mail it would count twice.
  required('activity_id', `${path}ActivityId`),
  required('created_date', `${path}CreatedDate`, timestamp),
  optional('message_date', `${path}MessageDate`, timestamp),
];

/** What every goal reads of standard objects, without the values that become features and the columns of the goal's conditions. */
export const tableDrafts: readonly TableDraft[] = [
  {
    name: 'lead',
    object: 'Lead',
    columns: [
      required('id', 'Id'),
      required('created_date', 'CreatedDate', timestamp),
      required('status', 'Status'),
      required('is_converted', 'IsConverted', yesOrNo),
      optional('converted_date', 'ConvertedDate', { type: 'date' }),
      optional('converted_account_id', 'ConvertedAccountId'),
      optional('converted_contact_id', 'ConvertedContactId'),
      optional('converted_opportunity_id', 'ConvertedOpportunityId'),
      optional('last_modified_date', 'LastModifiedDate', timestamp),
      optional('email_key', 'Email', { protection: 'key' }),
      optional('name_key', 'Name', { protection: 'key' }),
      optional('email_domain_key', 'Email', { protection: 'address domain key' }),
      optional('website_key', 'Website', { protection: 'site domain key' }),
      optional('company_key', 'Company', { protection: 'company name key' }),
      optional('currency_iso', 'CurrencyIsoCode'),
      ...privacyOptOuts,
    ],
  },
  historyOf('lead_history', 'LeadHistory', 'LeadId', 'lead_id'),
  {
    name: 'contact',
    object: 'Contact',
    columns: [
      required('id', 'Id'),
      required('created_date', 'CreatedDate', timestamp),
      optional('account_id', 'AccountId'),
      optional('email_key', 'Email', { protection: 'key' }),
      optional('name_key', 'Name', { protection: 'key' }),
      optional('currency_iso', 'CurrencyIsoCode'),
      ...privacyOptOuts,
    ],
  },
  historyOf('contact_history', 'ContactHistory', 'ContactId', 'contact_id'),
  {
    name: 'account',
    object: 'Account',
    columns: [
      required('id', 'Id'),
      required('created_date', 'CreatedDate', timestamp),
      optional('website_key', 'Website', { protection: 'site domain key' }),
      optional('company_key', 'Name', { protection: 'company name key' }),
      optional('currency_iso', 'CurrencyIsoCode'),
    ],
  },
  historyOf('account_history', 'AccountHistory', 'AccountId', 'account_id'),
  {
    name: 'opportunity',
    object: 'Opportunity',
    columns: [
      required('id', 'Id'),
      optional('created_date', 'CreatedDate', timestamp),
      optional('account_id', 'AccountId'),
      optional('currency_iso', 'CurrencyIsoCode'),
    ],
  },
  historyOf('opportunity_history', 'OpportunityFieldHistory', 'OpportunityId', 'opportunity_id'),
  {
    // The platform records every stage here, whether or not an admin tracks the field.
    name: 'opportunity_stage',
    object: 'OpportunityHistory',
    columns: [
      required('id', 'Id'),
      required('opportunity_id', 'OpportunityId'),
      required('stage_name', 'StageName'),
      required('created_date', 'CreatedDate', timestamp),
      optional('forecast_category', 'ForecastCategory'),
      optional('probability', 'Probability', { type: 'number' }),
    ],
  },
  {
    name: 'opportunity_contact_role',
    object: 'OpportunityContactRole',
    columns: [
      required('id', 'Id'),
      required('opportunity_id', 'OpportunityId'),
      required('contact_id', 'ContactId'),
      required('created_date', 'CreatedDate', timestamp),
      optional('role', 'Role'),
    ],
  },
  {
    name: 'task',
    object: 'Task',
    columns: [required('id', 'Id'), required('who_id', 'WhoId'), optional('account_id', 'AccountId'), ...taskColumns()],
  },
  {
    name: 'event',
    object: 'Event',
    columns: [
      required('id', 'Id'),
      required('who_id', 'WhoId'),
      optional('account_id', 'AccountId'),
      ...eventColumns(),
    ],
  },
  {
    // Further people of a task, with Shared Activities.
    name: 'task_relation',
    object: 'TaskRelation',
    isOfFeature: true,
    columns: [
      required('id', 'Id'),
      required('who_id', 'RelationId'),
      required('activity_id', 'TaskId'),
      ...taskColumns('Task.'),
    ],
  },
  {
    // Invited people, with Shared Activities also the other people of an event.
    name: 'event_relation',
    object: 'EventRelation',
    isOfFeature: true,
    columns: [
      required('id', 'Id'),
      required('who_id', 'RelationId'),
      required('activity_id', 'EventId'),
      ...eventColumns('Event.'),
    ],
  },
  {
    // Senders and recipients of an e-mail, which may have no task.
    name: 'email_relation',
    object: 'EmailMessageRelation',
    isOfFeature: true,
    columns: [
      required('id', 'Id'),
      required('who_id', 'RelationId'),
      required('email_id', 'EmailMessageId'),
      ...emailColumns('EmailMessage.'),
    ],
  },
  {
    name: 'email_message',
    object: 'EmailMessage',
    isOfFeature: true,
    columns: [required('id', 'Id'), required('related_to_id', 'RelatedToId'), ...emailColumns()],
  },
  {
    name: 'currency_type',
    object: 'CurrencyType',
    isOfFeature: true,
    columns: [
      required('id', 'Id'),
      required('iso_code', 'IsoCode'),
      required('conversion_rate', 'ConversionRate', { type: 'number' }),
    ],
  },
  {
    // With advanced currency management.
    name: 'dated_rate',
    object: 'DatedConversionRate',
    isOfFeature: true,
    columns: [
      required('id', 'Id'),
      required('iso_code', 'IsoCode'),
      required('start_date', 'StartDate', { type: 'date' }),
      required('conversion_rate', 'ConversionRate', { type: 'number' }),
    ],
  },
  {
    name: 'campaign_member',
    object: 'CampaignMember',
    columns: [
      required('id', 'Id'),
      required('lead_id', 'LeadId'),
      required('created_date', 'CreatedDate', timestamp),
      optional('contact_id', 'ContactId'),
      optional('campaign_id', 'CampaignId'),
      optional('first_responded_date', 'FirstRespondedDate', { type: 'date' }),
      optional('campaign_type', 'Campaign.Type'),
    ],
  },
];

/** Every table that the feature SQL can use. */
export const anyDrafts: readonly TableDraft[] = [...tableDrafts, ...anyEngagementDrafts];

/** Read only for goals of the type Opportunity updated. */
const ofUpdates: readonly SourceTableName[] = ['opportunity_history', 'opportunity_stage'];

/** Tables that only goals on these objects read. */
const ofObjects: Partial<Record<SourceTableName, readonly Goal['object'][]>> = {
  // E-mails are related to accounts and opportunities, not to people.
  email_message: ['Account'],
};

/** The tables that a goal reads. */
export const draftsOf = ({
  object,
  goalType,
  settings,
}: Pick<Goal, 'object' | 'goalType' | 'settings'>): TableDraft[] => [
  ...tableDrafts.filter(
    ({ name }) =>
      (goalType === 'Opportunity updated' || !ofUpdates.includes(name)) && (ofObjects[name]?.includes(object) ?? true),
  ),
  ...engagementDrafts(settings),
];
