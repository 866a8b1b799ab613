import * as field from '../field-kinds.ts';
import { defineObject, noUndelete } from '../object-definition.ts';
import { forecastCategoryNames, leadSources, opportunityStages } from './picklist-values.ts';

const hidden = { access: 'none' } as const;

const opportunityTypes = [
  'Existing Customer - Upgrade',
  'Existing Customer - Replacement',
  'Existing Customer - Downgrade',
  'New Customer',
];
const forecastCategoryLabels = [
  'Omitted',
  ...Object.values(forecastCategoryNames).filter((name) => name !== 'Omitted'),
];
const forecastCategories = [
  'Omitted',
  'Pipeline',
  'BestCase=Best Case',
  'MostLikely=Most Likely',
  'Forecast=Commit',
  'Closed',
];

export const opportunity = defineObject({
  name: 'Opportunity',
  label: 'Opportunity',
  labelPlural: 'Opportunities',
  keyPrefix: '006',
  hasActivities: true,
  history: { object: 'OpportunityFieldHistory', parentField: 'OpportunityId' },
  childNames: { AccountId: 'Opportunities', CampaignId: 'Opportunities', ContactId: 'Opportunities' },
  fields: [
    field.idField('Opportunity ID'),
    field.isDeletedField(),
    field.reference('AccountId', 'Account ID', ['Account'], { cascadeDelete: true }),
    field.checkbox('IsPrivate', 'Private', { permissionable: true }),
    field.text('Name', 'Name', 120, { required: true, nameField: true, idLookup: true }),
    field.textArea('Description', 'Description', 32_000),
    field.picklist(
      'StageName',
      'Stage',
      opportunityStages.map((stage) => stage.value),
      { required: true },
    ),
    field.currency('Amount', 'Amount'),
    field.percent('Probability', 'Probability (%)', [3, 0], { defaulted: true }),
    field.currency('ExpectedRevenue', 'Expected Amount', 2, { ...hidden, permissionable: true }),
    field.double('TotalOpportunityQuantity', 'Quantity', [18, 2]),
    field.date('CloseDate', 'Close Date', { required: true }),
    field.picklist('Type', 'Opportunity Type', opportunityTypes),
    field.text('NextStep', 'Next Step', 255),
    field.picklist('LeadSource', 'Lead Source', leadSources),
    field.checkbox('IsClosed', 'Closed', hidden),
    field.checkbox('IsWon', 'Won', hidden),
    field.picklist('ForecastCategory', 'Forecast Category', forecastCategories, {
      ...hidden,
      required: true,
      length: 40,
      restrictedPicklist: true,
    }),
    field.picklist('ForecastCategoryName', 'Forecast Category', forecastCategoryLabels, {
      defaulted: true,
      permissionable: false,
      restrictedPicklist: true,
    }),
    field.reference('CampaignId', 'Campaign ID', ['Campaign']),
    field.checkbox('HasOpportunityLineItem', 'Has Line Item', hidden),
    field.ownerField(),
    ...field.auditFields(),
    field.date('LastActivityDate', 'Last Activity', hidden),
    field.dateTime('LastStageChangeDate', 'Last Stage Change Date', hidden),
    field.int('FiscalQuarter', 'Fiscal Quarter', hidden),
    field.int('FiscalYear', 'Fiscal Year', hidden),
    field.text('Fiscal', 'Fiscal Period', 6, hidden),
    field.reference('ContactId', 'Contact ID', ['Contact'], {
      access: 'create',
      permissionable: false,
      relationship: '',
    }),
    ...field.viewedFields(),
    field.checkbox('HasOpenActivity', 'Has Open Activity', { ...hidden, filterable: false, sortable: false }),
    field.checkbox('HasOverdueTask', 'Has Overdue Task', { ...hidden, filterable: false, sortable: false }),
    field.reference('LastAmountChangedHistoryId', 'Opportunity History ID', ['OpportunityHistory'], hidden),
    field.reference('LastCloseDateChangedHistoryId', 'Opportunity History ID', ['OpportunityHistory'], hidden),
  ],
});

const contactRoles = [
  'Business User',
  'Decision Maker',
  'Economic Buyer',
  'Economic Decision Maker',
  'Evaluator',
  'Executive Sponsor',
  'Influencer',
  'Technical Buyer',
  'Other',
];

export const opportunityContactRole = defineObject({
  name: 'OpportunityContactRole',
  label: 'Opportunity Contact Role',
  labelPlural: 'Opportunity Contact Role',
  keyPrefix: '00K',
  access: { kind: 'parent', object: 'Opportunity' },
  visibleThrough: ['OpportunityId'],
  operations: noUndelete,
  childNames: { OpportunityId: 'OpportunityContactRoles', ContactId: 'OpportunityContactRoles' },
  fields: [
    field.idField('Contact Role ID'),
    field.reference('OpportunityId', 'Opportunity ID', ['Opportunity'], {
      access: 'create',
      required: true,
      cascadeDelete: true,
    }),
    field.reference('ContactId', 'Contact ID', ['Contact'], { required: true, cascadeDelete: true }),
    field.picklist('Role', 'Role', contactRoles, { length: 40, permissionable: false }),
    field.checkbox('IsPrimary', 'Primary'),
    ...field.auditFields(),
    field.isDeletedField(),
  ],
});

/** A row for each save that changed stage, amount, close date or probability. */
export const opportunityHistory = defineObject({
  name: 'OpportunityHistory',
  label: 'Opportunity History',
  labelPlural: 'Opportunity History',
  keyPrefix: '008',
  access: { kind: 'parent', object: 'Opportunity' },
  visibleThrough: ['OpportunityId'],
  operations: { create: false, update: false, delete: false, undelete: false },
  childNames: { OpportunityId: 'OpportunityHistories' },
  fields: [
    field.idField('Opportunity History ID'),
    field.reference('OpportunityId', 'Opportunity ID', ['Opportunity'], {
      ...hidden,
      required: true,
      cascadeDelete: true,
    }),
    ...field.createdFields(),
    field.picklist(
      'StageName',
      'Stage Name',
      opportunityStages.map((stage) => stage.value),
      { ...hidden, required: true },
    ),
    field.currency('Amount', 'Amount', 2, hidden),
    field.currency('ExpectedRevenue', 'Expected Revenue', 2, hidden),
    field.date('CloseDate', 'Close Date', hidden),
    field.percent('Probability', 'Probability', [3, 0], hidden),
    field.picklist('ForecastCategory', 'To ForecastCategory', forecastCategories, { ...hidden, length: 40 }),
    field.currency('PrevAmount', 'Previous Amount', 2, hidden),
    field.date('PrevCloseDate', 'Previous Close Date', hidden),
    field.dateTime('SystemModstamp', 'System Modstamp', { ...hidden, required: true }),
    field.isDeletedField(),
  ],
});
