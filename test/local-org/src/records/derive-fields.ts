import type { Engine } from '../engine.ts';
import { forecastCategoryNames, opportunityStages } from '../schema/standard/picklist-values.ts';
import type { SqlRow, SqlValue } from '../storage/database.ts';
import { refusal } from './record-refusal.ts';
import { dayMs } from '../calendar.ts';

/** A record as it is being saved: the client's values over the former ones, and which of them the client gave. */
export type Saving = { row: SqlRow; given: SqlRow; prior: SqlRow | undefined; now: string };

type Derivation = (engine: Engine, saving: Saving) => SqlRow;

const flag = (holds: boolean): number => (holds ? 1 : 0);
const isChanged = ({ row, prior }: Saving, name: string): boolean => (row[name] ?? null) !== (prior?.[name] ?? null);

const personName: Derivation = (_, { row }) => ({
  Name: [row.FirstName, row.LastName].filter((part) => part !== null && part !== undefined).join(' '),
});

const deriveContact: Derivation = (engine, saving) => ({
  ...personName(engine, saving),
  IsEmailBounced: flag((saving.row.EmailBouncedReason ?? null) !== null),
});

/** The stage determines whether it is closed and won, and its probability unless the client sets one. */
const deriveOpportunity: Derivation = (_, saving) => {
  const { row, given, now } = saving;
  const stage = opportunityStages.find(({ value }) => value === row.StageName);
  const isMoved = isChanged(saving, 'StageName');
  const probability =
    isMoved && given.Probability === undefined ? (stage?.probability ?? 0) : (row.Probability ?? null);
  const categoryName = isMoved && given.ForecastCategoryName === undefined ? undefined : row.ForecastCategoryName;
  const category =
    Object.entries(forecastCategoryNames).find(([, name]) => name === categoryName)?.[0] ??
    stage?.forecastCategory ??
    'Pipeline';
  const closeDate = new Date(`${String(row.CloseDate)}T00:00:00Z`);
  const quarter = Math.floor(closeDate.getUTCMonth() / 3) + 1;
  return {
    IsClosed: flag(stage?.isClosed ?? false),
    IsWon: flag(stage?.isWon ?? false),
    Probability: probability,
    ForecastCategory: category,
    ForecastCategoryName: forecastCategoryNames[category as keyof typeof forecastCategoryNames],
    ExpectedRevenue:
      typeof row.Amount === 'number' && typeof probability === 'number' ? (row.Amount * probability) / 100 : null,
    FiscalYear: closeDate.getUTCFullYear(),
    FiscalQuarter: quarter,
    Fiscal: `${closeDate.getUTCFullYear()} ${quarter}`,
    ...(isMoved ? { LastStageChangeDate: now } : {}),
  };
};

/** The account that an activity counts for: that of its contact, else the one it is about. */
function activityAccount({ database }: Engine, { WhoId, WhatId }: SqlRow): SqlValue {
  if (typeof WhatId === 'string') {
    if (WhatId.startsWith('001')) return WhatId;
    const related = WhatId.startsWith('006')
      ? database.get('SELECT "AccountId" FROM "Opportunity" WHERE "Id" = ?', WhatId)
      : undefined;
    if (typeof related?.AccountId === 'string') return related.AccountId;
  }
  if (typeof WhoId !== 'string' || !WhoId.startsWith('003')) return null;
  return database.get('SELECT "AccountId" FROM "Contact" WHERE "Id" = ?', WhoId)?.AccountId ?? null;
}

const deriveTask: Derivation = (engine, { row, prior, now }) => {
  const isClosed = row.Status === 'Completed';
  const wasClosed = prior?.IsClosed === 1;
  return {
    IsClosed: flag(isClosed),
    IsHighPriority: flag(row.Priority === 'High'),
    CompletedDateTime: isClosed ? (wasClosed ? (row.CompletedDateTime ?? now) : now) : null,
    AccountId: activityAccount(engine, row),
  };
};

/** An event's start, end, duration and dates follow from each other. */
const deriveEvent: Derivation = (engine, saving) => {
  const { row, given } = saving;
  const start = given.StartDateTime ?? given.ActivityDateTime ?? row.StartDateTime ?? row.ActivityDateTime ?? null;
  const day = typeof start === 'string' ? start.slice(0, 10) : (row.ActivityDate ?? null);
  if (day === null)
    throw refusal('REQUIRED_FIELD_MISSING', 'Required fields are missing: [ActivityDateTime]', ['ActivityDateTime']);
  const startMs = typeof start === 'string' ? Date.parse(start) : Date.parse(`${String(day)}T00:00:00Z`);
  const isAllDay = row.IsAllDayEvent === 1;
  const givenEnd = typeof given.EndDateTime === 'string' ? Date.parse(given.EndDateTime) : undefined;
  const minutes =
    givenEnd === undefined
      ? (row.DurationInMinutes ?? (isAllDay ? 1_440 : null))
      : Math.round((givenEnd - startMs) / 60_000);
  if (typeof minutes !== 'number') {
    throw refusal('REQUIRED_FIELD_MISSING', 'Required fields are missing: [DurationInMinutes]', ['DurationInMinutes']);
  }
  if (minutes < 0)
    throw refusal('FIELD_INTEGRITY_EXCEPTION', 'End Date Time: End date/time must be after the start date/time', [
      'EndDateTime',
    ]);
  const startText = new Date(startMs).toISOString();
  const end = new Date(startMs + minutes * 60_000).toISOString();
  return {
    StartDateTime: startText,
    ActivityDateTime: isAllDay ? null : startText,
    ActivityDate: startText.slice(0, 10),
    EndDateTime: end,
    EndDate: new Date(isAllDay ? startMs + minutes * 60_000 - dayMs : startMs + minutes * 60_000)
      .toISOString()
      .slice(0, 10),
    DurationInMinutes: minutes,
    AccountId: activityAccount(engine, row),
  };
};

const deriveMember: Derivation = ({ database }, { row, now }) => {
  if ((row.LeadId ?? null) === null && (row.ContactId ?? null) === null) {
    throw refusal('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LeadId]', ['LeadId']);
  }
  const status = database.get(
    'SELECT "HasResponded" FROM "CampaignMemberStatus" WHERE "CampaignId" = ? AND "Label" = ? AND "IsDeleted" = 0',
    row.CampaignId ?? null,
    row.Status ?? null,
  );
  const hasResponded = status === undefined ? row.Status === 'Responded' : status.HasResponded === 1;
  return {
    LeadOrContactId: row.ContactId ?? row.LeadId ?? null,
    HasResponded: flag(hasResponded),
    FirstRespondedDate: hasResponded ? (row.FirstRespondedDate ?? now.slice(0, 10)) : (row.FirstRespondedDate ?? null),
  };
};

const deriveUser: Derivation = (engine, saving) => ({
  ...personName(engine, saving),
  CommunityNickname: saving.row.CommunityNickname ?? saving.row.Alias ?? null,
  UserType: 'Standard',
});

const deriveFile: Derivation = (_, { row, prior }) => {
  const path = String(row.PathOnClient ?? '');
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? null : name.slice(dot + 1);
  return {
    ...(prior === undefined ? { IsLatest: 1, VersionNumber: '1' } : {}),
    Title: row.Title ?? (dot < 0 ? name : name.slice(0, dot)),
    FileExtension: extension,
    FileType: extension === null ? 'UNKNOWN' : extension.toUpperCase(),
    ContentSize: lengthOf(row.VersionData),
  };
};

const lengthOf = (content: SqlRow[string] | undefined): number => Buffer.from(String(content ?? ''), 'base64').length;

/** Attachments and documents keep the length of their body. */
const deriveBody: Derivation = (_, { row }) => ({ BodyLength: lengthOf(row.Body) });

/** A case is of its contact's account unless a client names another. */
const deriveCase: Derivation = ({ database }, { row, prior, now }) => {
  const contact =
    typeof row.ContactId === 'string'
      ? database.get('SELECT "AccountId", "Phone", "Email" FROM "Contact" WHERE "Id" = ?', row.ContactId)
      : undefined;
  const isClosed = row.Status === 'Closed';
  return {
    AccountId: row.AccountId ?? contact?.AccountId ?? null,
    ContactPhone: contact?.Phone ?? null,
    ContactEmail: contact?.Email ?? null,
    IsClosed: flag(isClosed),
    ClosedDate: isClosed ? (prior?.IsClosed === 1 ? (row.ClosedDate ?? now) : now) : null,
  };
};

/** An account with a last name is a person account; its name is the person's. */
const deriveAccount: Derivation = (engine, saving) => {
  if (!engine.features.has('PersonAccounts') || (saving.row.LastName ?? null) === null) return {};
  return { ...personName(engine, saving), IsPersonAccount: 1 };
};

/** Users are invited; of people and records with Shared Activities the client says what they are. */
const deriveEventRelation: Derivation = ({ features, metadata }, { row }): SqlRow => {
  if (!features.has('SharedActivities')) return {};
  const related = metadata.schema.objectOfId(String(row.RelationId))?.name ?? '';
  const isInvitee = related === 'User' || row.IsInvitee === 1;
  const isPerson = ['User', 'Lead', 'Contact'].includes(related);
  return { IsInvitee: flag(isInvitee), IsParent: flag(row.IsParent === 1 || !isInvitee), IsWhat: flag(!isPerson) };
};

const deriveEmailRelation: Derivation = ({ metadata }, { row }) => ({
  RelationObjectType: metadata.schema.objectOfId(String(row.RelationId))?.name ?? null,
});

/** Who is assigned a group has the permission set that the group owns. */
const deriveAssignment: Derivation = ({ database }, { row, prior }): SqlRow => {
  if (prior !== undefined) return {};
  const group = row.PermissionSetGroupId ?? null;
  if (group !== null && (row.PermissionSetId ?? null) !== null) {
    const problem = 'Specify either PermissionSetId or PermissionSetGroupId.';
    throw refusal('FIELD_INTEGRITY_EXCEPTION', problem, ['PermissionSetGroupId']);
  }
  if (group === null && (row.PermissionSetId ?? null) === null)
    throw refusal('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PermissionSetId]', ['PermissionSetId']);
  if (group === null) return {};
  const sql = 'SELECT "Id" FROM "PermissionSet" WHERE "PermissionSetGroupId" = ? AND "IsDeleted" = 0';
  return { PermissionSetId: database.get(sql, group)?.Id ?? null };
};

/** The fields of a standard object that the platform derives on save. */
export const derivations: Partial<Record<string, Derivation>> = {
  Account: deriveAccount,
  Attachment: deriveBody,
  Case: deriveCase,
  Document: deriveBody,
  EmailMessageRelation: deriveEmailRelation,
  EventRelation: deriveEventRelation,
  Lead: personName,
  Contact: deriveContact,
  Individual: personName,
  User: deriveUser,
  Opportunity: deriveOpportunity,
  PermissionSetAssignment: deriveAssignment,
  Task: deriveTask,
  Event: deriveEvent,
  CampaignMember: deriveMember,
  ContentVersion: deriveFile,
};
