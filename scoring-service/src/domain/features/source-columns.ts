import type { Goal } from '@plumbline/contract';
import type { ColumnType } from '../org-facts.ts';
import type { Protection, SourceColumn, SourceTableName } from './source-plan.ts';

/** A column that is read where the integration user may read it; a table is used only with all its required columns. */
type PlannedColumn = SourceColumn & { isRequired: boolean };

export type TableDraft = { name: SourceTableName; object: string; columns: PlannedColumn[] };

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
  ],
});

/** What every goal reads, without the values that become features and the columns of the goal's conditions. */
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
      ...privacyOptOuts,
    ],
  },
  historyOf('contact_history', 'ContactHistory', 'ContactId', 'contact_id'),
  {
    name: 'account',
    object: 'Account',
    columns: [required('id', 'Id'), required('created_date', 'CreatedDate', timestamp)],
  },
  historyOf('account_history', 'AccountHistory', 'AccountId', 'account_id'),
  {
    name: 'opportunity',
    object: 'Opportunity',
    columns: [
      required('id', 'Id'),
      optional('created_date', 'CreatedDate', timestamp),
      optional('account_id', 'AccountId'),
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
    ],
  },
  {
    name: 'task',
    object: 'Task',
    columns: [
      required('id', 'Id'),
      required('who_id', 'WhoId'),
      required('task_subtype', 'TaskSubtype'),
      required('created_date', 'CreatedDate', timestamp),
      optional('account_id', 'AccountId'),
      optional('completed_date', 'CompletedDateTime', timestamp),
      optional('is_closed', 'IsClosed', yesOrNo),
      optional('call_seconds', 'CallDurationInSeconds', { type: 'number' }),
      optional('call_type', 'CallType'),
      optional('task_type', 'Type'),
    ],
  },
  {
    name: 'event',
    object: 'Event',
    columns: [
      required('id', 'Id'),
      required('who_id', 'WhoId'),
      required('created_date', 'CreatedDate', timestamp),
      optional('account_id', 'AccountId'),
      optional('start_date', 'StartDateTime', timestamp),
      optional('end_date', 'EndDateTime', timestamp),
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

/** Read only for goals of the type Opportunity updated. */
const ofUpdates: readonly SourceTableName[] = ['opportunity_history', 'opportunity_stage'];

/** Tables that only goals on these objects read. */
const ofObjects: Partial<Record<SourceTableName, readonly Goal['object'][]>> = {
  opportunity_contact_role: ['Contact', 'Account'],
};

/** The tables that a goal reads. */
export const draftsOf = ({ object, goalType }: Pick<Goal, 'object' | 'goalType'>): TableDraft[] =>
  tableDrafts.filter(
    ({ name }) =>
      (goalType === 'Opportunity updated' || !ofUpdates.includes(name)) && (ofObjects[name]?.includes(object) ?? true),
  );
