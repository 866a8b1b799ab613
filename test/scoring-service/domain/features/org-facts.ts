import type { FieldFact, OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';

export const fact = (name: string, type = 'string', more: Partial<FieldFact> = {}): FieldFact => ({
  name,
  label: name.replace(/__c$/, '').replaceAll('_', ' '),
  type,
  isCustom: name.endsWith('__c'),
  isUpdateable: true,
  isCalculated: false,
  isFilterable: true,
  length: type === 'string' ? 80 : 0,
  referenceTo: [],
  ...more,
});

const facts = (fields: Record<string, string>): FieldFact[] =>
  Object.entries(fields).map(([name, type]) => fact(name, type));

const texts = (...names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, 'string']));
const audit = { Id: 'id', CreatedDate: 'datetime', LastModifiedDate: 'datetime', SystemModstamp: 'datetime' };
const individual = fact('IndividualId', 'reference', { referenceTo: ['Individual'], relationshipName: 'Individual' });
const history = { Id: 'id', Field: 'picklist', OldValue: 'anyType', NewValue: 'anyType', CreatedDate: 'datetime' };

const scoreFacts = facts({
  ...{ Predictive_Score__c: 'double', Predictive_Score_Band__c: 'picklist' },
  ...{ Predictive_Score_Percentile__c: 'double', Predictive_Score_Scored_At__c: 'datetime' },
  Predictive_Score_Factors__c: 'textarea',
});

/** An org whose integration user may read all that the package asks for. */
export const orgFacts = (): OrgFacts => ({
  Lead: [
    ...facts({ ...audit, Status: 'picklist', IsConverted: 'boolean', ConvertedDate: 'date', Email: 'email' }),
    ...facts({ ConvertedAccountId: 'reference', ConvertedContactId: 'reference', OwnerId: 'reference' }),
    ...facts({ ConvertedOpportunityId: 'reference', LastActivityDate: 'date', Description: 'textarea' }),
    ...facts({
      ...texts('Title', 'City', 'State', 'Country', 'Name', 'FirstName', 'LastName', 'Company'),
      Website: 'url',
    }),
    ...facts({
      Phone: 'phone',
      MobilePhone: 'phone',
      LeadSource: 'picklist',
      Industry: 'picklist',
      Rating: 'picklist',
    }),
    ...facts({ AnnualRevenue: 'currency', NumberOfEmployees: 'int', DoNotCall: 'boolean' }),
    ...scoreFacts,
    individual,
  ],
  LeadHistory: facts({ ...history, LeadId: 'reference' }),
  Contact: [
    ...facts({ ...audit, AccountId: 'reference', Email: 'email', Phone: 'phone', MobilePhone: 'phone' }),
    ...facts({ ...texts('Name', 'Title', 'Department', 'MailingCity', 'MailingState', 'MailingCountry') }),
    fact('LeadSource', 'picklist'),
    individual,
    ...scoreFacts,
  ],
  ContactHistory: facts({ ...history, ContactId: 'reference' }),
  AccountHistory: facts({ ...history, AccountId: 'reference' }),
  Account: [
    ...facts({ ...audit, Industry: 'picklist', Type: 'picklist', NumberOfEmployees: 'int', AnnualRevenue: 'currency' }),
    ...facts({ Website: 'url', ...texts('Name', 'BillingCity', 'BillingState', 'BillingCountry') }),
    ...scoreFacts,
  ],
  Opportunity: facts({
    ...audit,
    AccountId: 'reference',
    OwnerId: 'reference',
    StageName: 'picklist',
    Amount: 'currency',
  }),
  OpportunityFieldHistory: facts({ ...history, OpportunityId: 'reference' }),
  OpportunityHistory: facts({
    ...{ ...audit, OpportunityId: 'reference', StageName: 'picklist' },
    ...{ ForecastCategory: 'picklist', Probability: 'percent' },
  }),
  OpportunityContactRole: facts({ ...audit, OpportunityId: 'reference', ContactId: 'reference', Role: 'picklist' }),
  Task: facts({
    ...{ ...audit, WhoId: 'reference', AccountId: 'reference', TaskSubtype: 'picklist' },
    ...{ CompletedDateTime: 'datetime', IsClosed: 'boolean', CallDurationInSeconds: 'int' },
    ...{ CallType: 'picklist', Type: 'picklist', IsRecurrence: 'boolean' },
  }),
  Event: facts({
    ...audit,
    WhoId: 'reference',
    AccountId: 'reference',
    StartDateTime: 'datetime',
    EndDateTime: 'datetime',
    EndDate: 'date',
    IsAllDayEvent: 'boolean',
    IsChild: 'boolean',
    IsRecurrence: 'boolean',
  }),
  CampaignMember: [
    ...facts({
      ...audit,
      LeadId: 'reference',
      ContactId: 'reference',
      HasResponded: 'boolean',
      FirstRespondedDate: 'date',
    }),
    fact('CampaignId', 'reference', { referenceTo: ['Campaign'], relationshipName: 'Campaign' }),
  ],
  TaskRelation: [
    ...facts({ ...audit, RelationId: 'reference', IsWhat: 'boolean' }),
    fact('TaskId', 'reference', { referenceTo: ['Task'], relationshipName: 'Task' }),
  ],
  EventRelation: [
    ...facts({ ...audit, RelationId: 'reference', IsWhat: 'boolean' }),
    fact('EventId', 'reference', { referenceTo: ['Event'], relationshipName: 'Event' }),
  ],
  EmailMessage: facts({
    ...{ ...audit, ActivityId: 'reference', RelatedToId: 'reference', MessageDate: 'datetime', Status: 'picklist' },
  }),
  EmailMessageRelation: [
    ...facts({ ...audit, RelationId: 'reference', RelationObjectType: 'string' }),
    fact('EmailMessageId', 'reference', { referenceTo: ['EmailMessage'], relationshipName: 'EmailMessage' }),
  ],
  Campaign: facts({ Id: 'id', Type: 'picklist' }),
  Individual: facts({ HasOptedOutProfiling: 'boolean', HasOptedOutProcessing: 'boolean', ShouldForget: 'boolean' }),
});
