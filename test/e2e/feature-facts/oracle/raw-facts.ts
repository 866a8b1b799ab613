import type { Connection } from 'jsforce';

export type Value = string | number | boolean | null;
/** A record as SOQL answers it; fields of parents by their path. */
export type Row = Readonly<Record<string, Value>>;

/** What is asked of each object: everything that a person who computes inputs by hand would look up. */
const selections = {
  Lead:
    'Id, CreatedDate, Name, Company, Status, IsConverted, ConvertedDate, ConvertedAccountId, ConvertedContactId, ' +
    'ConvertedOpportunityId, Email, Phone, MobilePhone, Website, Title, Industry, NumberOfEmployees, AnnualRevenue, ' +
    'Country, State, City, LeadSource, Product_Interest__c, Landing_Page__c, Website_Visits__c, Contract_Type__c, ' +
    'Signed_Budget__c, Budget__c, Wants_Trial__c, Trial_Ends__c, Region__c, Second_Mail__c, First_Campaign__r.Name, ' +
    'Individual.HasOptedOutProfiling, Individual.HasOptedOutProcessing, Individual.ShouldForget',
  Contact:
    'Id, CreatedDate, Name, AccountId, Email, Phone, MobilePhone, Title, Department, MailingCountry, MailingState, ' +
    'MailingCity, LeadSource, Segment__c, Newsletter__c, ' +
    'Individual.HasOptedOutProfiling, Individual.HasOptedOutProcessing, Individual.ShouldForget',
  Account:
    'Id, CreatedDate, Name, Website, Industry, Type, NumberOfEmployees, AnnualRevenue, BillingCountry, BillingState, ' +
    'BillingCity, Ownership, Rating, AccountSource, Need__c, Tier__c, Sites__c, Renewal__c',
  LeadHistory: 'Id, LeadId, Field, OldValue, NewValue, CreatedDate',
  ContactHistory: 'Id, ContactId, Field, OldValue, NewValue, CreatedDate',
  AccountHistory: 'Id, AccountId, Field, OldValue, NewValue, CreatedDate',
  Opportunity: 'Id, CreatedDate, AccountId, StageName, Amount',
  OpportunityFieldHistory: 'Id, OpportunityId, Field, OldValue, NewValue, CreatedDate',
  OpportunityHistory: 'Id, OpportunityId, StageName, CreatedDate',
  OpportunityContactRole: 'Id, OpportunityId, ContactId, Role, CreatedDate',
  Task:
    'Id, WhoId, WhatId, AccountId, TaskSubtype, CallType, Type, CallDurationInSeconds, IsClosed, IsRecurrence, ' +
    'CompletedDateTime, CreatedDate',
  Event: 'Id, WhoId, WhatId, AccountId, IsChild, IsRecurrence, IsAllDayEvent, EndDate, EndDateTime, CreatedDate',
  TaskRelation: 'Id, TaskId, RelationId, IsWhat',
  EventRelation: 'Id, EventId, RelationId, IsWhat',
  EmailMessage: 'Id, ActivityId, RelatedToId, Status, MessageDate, CreatedDate',
  EmailMessageRelation: 'Id, EmailMessageId, RelationId',
  CampaignMember: 'Id, LeadId, ContactId, CreatedDate, FirstRespondedDate, Campaign.Type',
  Engagement_Event__c: 'Id, CreatedDate, Lead__c, Contact__c, Email__c, Occurred_At__c, Kind__c, Page__c, Value__c',
  OpportunityStage: 'ApiName, IsClosed, IsWon',
} as const;

export type ObjectName = keyof typeof selections;
export type RawFacts = Record<ObjectName, Row[]>;

function flatten(record: Record<string, unknown>): Row {
  const row: Record<string, Value> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name === 'attributes') continue;
    if (typeof value === 'object' && value !== null) {
      for (const [field, inner] of Object.entries(flatten(value as Record<string, unknown>))) {
        row[`${name}.${field}`] = inner;
      }
    } else row[name] = value as Value;
  }
  return row;
}

/** Every record of the objects above, by plain queries of an administrator. */
export async function readRawFacts(admin: Connection): Promise<RawFacts> {
  const entries: [string, Row[]][] = [];
  for (const [object, fields] of Object.entries(selections)) {
    const soql = `SELECT ${fields} FROM ${object}`;
    const { records } = await admin.query(soql, { autoFetch: true, maxFetch: 100_000, scanAll: true });
    entries.push([object, records.map(flatten)]);
  }
  return Object.fromEntries(entries) as RawFacts;
}

export const textOf = (row: Row | undefined, field: string): string | undefined => {
  const value = row?.[field] ?? null;
  return value === null || String(value).trim() === '' ? undefined : String(value).trim();
};

export const timeOf = (row: Row, field = 'CreatedDate'): number => Date.parse(String(row[field]));

export const idOf = (row: Row): string => String(row['Id']);

/** The user of a story who is furthest west: for him a date ends five hours after midnight UTC, in winter. */
export const westernZone = 'America/New_York';
const westernDayMs = 29 * 3_600_000;

/** The last millisecond of a date for the last user for whom it ends. */
export const dayEnd = (date: string): number => Date.parse(date) + westernDayMs - 1;
