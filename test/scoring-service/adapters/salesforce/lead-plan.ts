import { timeframeDaysSchema } from '@plumbline/contract';
import type {
  Protection,
  SourceColumn,
  SourcePlan,
} from '../../../../scoring-service/src/domain/features/source-plan.ts';

const column = (path: string, name: string, protection: Protection = 'none'): SourceColumn => ({
  path,
  column: name,
  protection,
});

/** A small source plan of a goal on leads. */
export const leadPlan: SourcePlan = {
  tables: [
    {
      name: 'lead',
      object: 'Lead',
      columns: [
        column('Id', 'id'),
        column('CreatedDate', 'created_at'),
        column('Status', 'status'),
        column('IsConverted', 'is_converted'),
        column('NumberOfEmployees', 'employees'),
        column('Email', 'email_key', 'key'),
        column('Email', 'has_email', 'presence'),
        column('Phone', 'has_phone', 'presence'),
        column('Individual.HasOptedOutProfiling', 'dont_profile'),
      ],
    },
    {
      name: 'lead_history',
      object: 'LeadHistory',
      columns: [column('LeadId', 'lead_id'), column('Field', 'field'), column('CreatedDate', 'changed_at')],
      where: "Field = 'Status'",
    },
    {
      name: 'contact',
      object: 'Contact',
      columns: [
        column('Id', 'id'),
        column('AccountId', 'account_id'),
        column('Email', 'email_key', 'key'),
        column('Phone', 'has_phone', 'presence'),
      ],
    },
    { name: 'account', object: 'Account', columns: [column('Id', 'id'), column('Industry', 'industry')] },
    {
      name: 'task',
      object: 'Task',
      columns: [column('Id', 'id'), column('WhoId', 'who_id'), column('CreatedDate', 'created_at')],
      where: 'WhoId != null',
    },
    { name: 'event', object: 'Event', columns: [column('Id', 'id'), column('WhoId', 'who_id')] },
    {
      name: 'campaign_member',
      object: 'CampaignMember',
      columns: [column('Id', 'id'), column('LeadId', 'lead_id'), column('Campaign.Type', 'campaign_type')],
    },
  ],
  fields: [],
  leftOut: [],
  goal: {
    object: 'Lead',
    goalType: 'Lead converted',
    conditions: [],
    timeframeDays: timeframeDaysSchema.parse(90),
    mergePolicy: 'Lead first',
    scoreField: 'Predictive_Score__c',
  },
  learnFrom: 'history',
  observationDays: [0, 7, 30, 60],
};
