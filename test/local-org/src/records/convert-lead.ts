import type { AccessMode } from '../access/code-access.ts';
import type { Engine } from '../engine.ts';
import type { LeadConversion, LeadConversionResult } from '../org.ts';
import { OrgError } from '../org-error.ts';
import { leadStatusesOf } from '../metadata/standard-value-set.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow, SqlValue } from '../storage/database.ts';
import { isRecordId, toLongId } from '../storage/record-id.ts';
import { requireConversionRights } from './conversion-rights.ts';
import { RecordRefusal, refusal } from './record-refusal.ts';
import { requireRowAccess } from './require-row-access.ts';
import { saveOne } from './run-save.ts';
import { existingRow, insertValues, updateValues } from './save-record.ts';
import type { Change, Writer } from './save-record.ts';
import { insertTask, updateTask } from './save-task.ts';
import { moveToContact } from './move-lead-children.ts';
import { writeHistoryEntry } from './write-history.ts';

const insert = (writer: Writer, given: SqlRow): string => saveOne(insertTask(writer, given, insertValues));

function update(writer: Writer, change: Change): void {
  saveOne(updateTask(writer, change, updateValues));
}

type Conversion = {
  engine: Engine;
  request: LeadConversion;
  lead: SqlRow;
  leadId: string;
  ownerId: SqlValue;
  writer: (object: string) => Writer;
};

/** Converts a lead: account, contact and opportunity are made or joined, all or nothing. */
export function convertLead(
  engine: Engine,
  userId: string,
  { request, mode }: { request: LeadConversion; mode: AccessMode | undefined },
): LeadConversionResult {
  const access = engine.access.of(userId, mode);
  const writer = (name: string): Writer => {
    const object: SchemaObject | undefined = engine.metadata.schema.object(name);
    if (object === undefined) throw new OrgError('INVALID_TYPE', `sObject type '${name}' is not supported.`);
    return { engine, object, access };
  };
  try {
    requireConversionRights(access, (name) => writer(name).object);
    return engine.database.transaction(() => {
      const leadId = readId(request.leadId, '00Q', 'Lead ID');
      const lead = existingRow(writer('Lead'), leadId);
      requireRowAccess(writer('Lead'), leadId, 'edit');
      if (lead.IsConverted === 1) throw refusal('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
      const statuses = leadStatusesOf(engine.metadata.standardValues);
      const status = statuses.find(({ value }) => value === request.convertedStatus);
      if (status?.converted !== true)
        throw refusal('INVALID_STATUS', `invalid convertedStatus: ${request.convertedStatus}`, ['Status']);
      const ownerId =
        request.ownerId === undefined ? userOwner(lead, userId) : readId(request.ownerId, '005', 'Owner ID');
      return convert({ engine, request, lead, leadId, ownerId, writer });
    });
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    return { leadId: request.leadId, success: false, errors: error.errors };
  }
}

// A queue cannot own accounts: the converting user becomes the owner.
const userOwner = ({ OwnerId }: SqlRow, userId: string): SqlValue =>
  typeof OwnerId === 'string' && OwnerId.startsWith('005') ? OwnerId : userId;

function readId(text: string, prefix: string, label: string): string {
  if (!isRecordId(text) || !text.startsWith(prefix))
    throw refusal('MALFORMED_ID', `${label}: id value of incorrect type: ${text}`);
  return toLongId(text);
}

function convert(conversion: Conversion): LeadConversionResult {
  const { engine, request, leadId, writer } = conversion;
  const now = engine.clock.now().toISOString();
  const { userId } = writer('Lead').access.grants;
  const accountId = convertToAccount(conversion);
  const contactId = convertToContact(conversion, accountId);
  const opportunityId = convertToOpportunity(conversion, { accountId, contactId });
  const { ownerId } = request;
  moveToContact(engine, { leadId, contactId, accountId, opportunityId, ownerId, now, userId });
  update(writer('Lead'), {
    id: leadId,
    prior: existingRow(writer('Lead'), leadId),
    given: {
      IsConverted: 1,
      ConvertedDate: now.slice(0, 10),
      ConvertedAccountId: accountId,
      ConvertedContactId: contactId,
      ConvertedOpportunityId: opportunityId ?? null,
      Status: request.convertedStatus,
      IsUnreadByOwner: 0,
    },
  });
  writeHistoryEntry(
    engine,
    { object: writer('Lead').object, id: leadId, userId, now: engine.clock.now().toISOString() },
    { field: 'leadConverted', dataType: 'Text', from: null, to: null },
  );
  return { leadId, success: true, accountId, contactId, opportunityId, errors: [] };
}

const present = (values: SqlRow): SqlRow =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => (value ?? null) !== null));

const addressParts = ['Street', 'City', 'State', 'PostalCode', 'Country', 'Latitude', 'Longitude', 'GeocodeAccuracy'];

const address = (lead: SqlRow, prefix: string): SqlRow =>
  Object.fromEntries(addressParts.map((part) => [prefix + part, lead[part] ?? null]));

/** Fills the empty fields of a record that the lead is joined to. */
function fillBlanks(target: Writer, id: string, values: SqlRow): void {
  const prior = existingRow(target, id);
  requireRowAccess(target, id, 'edit');
  const given = Object.fromEntries(Object.entries(values).filter(([name]) => (prior[name] ?? null) === null));
  if (Object.keys(given).length > 0) update(target, { id, prior, given });
}

function convertToAccount({ request, lead, ownerId, writer }: Conversion): string {
  const values = present({
    Phone: lead.Phone ?? null,
    Fax: lead.Fax ?? null,
    Website: lead.Website ?? null,
    Industry: lead.Industry ?? null,
    AnnualRevenue: lead.AnnualRevenue ?? null,
    NumberOfEmployees: lead.NumberOfEmployees ?? null,
    Rating: lead.Rating ?? null,
    AccountSource: lead.LeadSource ?? null,
    ...address(lead, 'Billing'),
  });
  if (request.accountId === undefined) {
    return insert(writer('Account'), { ...values, Name: lead.Company ?? null, OwnerId: ownerId });
  }
  const accountId = readId(request.accountId, '001', 'Account ID');
  fillBlanks(writer('Account'), accountId, values);
  return accountId;
}

function convertToContact({ request, lead, ownerId, writer }: Conversion, accountId: string): string {
  const values = present({
    Title: lead.Title ?? null,
    Email: lead.Email ?? null,
    Phone: lead.Phone ?? null,
    MobilePhone: lead.MobilePhone ?? null,
    Fax: lead.Fax ?? null,
    LeadSource: lead.LeadSource ?? null,
    Description: lead.Description ?? null,
    IndividualId: lead.IndividualId ?? null,
    ...address(lead, 'Mailing'),
  });
  if (request.contactId === undefined) {
    return insert(writer('Contact'), {
      ...values,
      ...present({ FirstName: lead.FirstName ?? null, Salutation: lead.Salutation ?? null }),
      LastName: lead.LastName ?? null,
      HasOptedOutOfEmail: lead.HasOptedOutOfEmail ?? 0,
      HasOptedOutOfFax: lead.HasOptedOutOfFax ?? 0,
      DoNotCall: lead.DoNotCall ?? 0,
      AccountId: accountId,
      OwnerId: ownerId,
    });
  }
  // An existing contact keeps its name.
  const contactId = readId(request.contactId, '003', 'Contact ID');
  const contact = existingRow(writer('Contact'), contactId);
  if ((contact.AccountId ?? null) !== null && contact.AccountId !== accountId) {
    throw refusal('INVALID_CROSS_REFERENCE_KEY', 'The contact does not belong to the account', ['ContactId']);
  }
  fillBlanks(writer('Contact'), contactId, { ...values, AccountId: accountId });
  if (request.overwriteLeadSource === true) {
    const target = writer('Contact');
    update(target, {
      id: contactId,
      prior: existingRow(target, contactId),
      given: { LeadSource: lead.LeadSource ?? null },
    });
  }
  return contactId;
}

type Customer = { accountId: string; contactId: string };

function convertToOpportunity(conversion: Conversion, customer: Customer): string | undefined {
  const { request, writer } = conversion;
  const given = request.opportunityId;
  if (given === undefined && request.doNotCreateOpportunity === true) return undefined;
  const opportunityId =
    given === undefined ? createOpportunity(conversion, customer) : joinOpportunity(conversion, customer, given);
  const { contactId: ContactId } = customer;
  const roles = conversion.engine.database.all(
    'SELECT "ContactId" FROM "OpportunityContactRole" WHERE "OpportunityId" = ? AND "IsDeleted" = 0',
    opportunityId,
  );
  if (roles.some((role) => role.ContactId === ContactId)) return opportunityId;
  const IsPrimary = roles.length === 0 ? 1 : 0;
  insert(writer('OpportunityContactRole'), { OpportunityId: opportunityId, ContactId, IsPrimary });
  return opportunityId;
}

function joinOpportunity({ lead, writer }: Conversion, { accountId }: Customer, given: string): string {
  const opportunityId = readId(given, '006', 'Opportunity ID');
  if (existingRow(writer('Opportunity'), opportunityId).AccountId !== accountId) {
    throw refusal('INVALID_CROSS_REFERENCE_KEY', 'The opportunity does not belong to the account', ['OpportunityId']);
  }
  fillBlanks(writer('Opportunity'), opportunityId, present({ LeadSource: lead.LeadSource ?? null }));
  return opportunityId;
}

function createOpportunity(
  { engine, request, lead, ownerId, writer }: Conversion,
  { accountId, contactId }: Customer,
): string {
  return insert(writer('Opportunity'), {
    Name: (request.opportunityName ?? `${String(lead.Company)}-`).slice(0, 120),
    AccountId: accountId,
    ContactId: contactId,
    OwnerId: ownerId,
    StageName: 'Prospecting',
    CloseDate: lastDayOfQuarter(engine.clock.now()),
    ...present({ LeadSource: lead.LeadSource ?? null }),
  });
}

function lastDayOfQuarter(time: Date): string {
  const nextQuarter = Math.floor(time.getUTCMonth() / 3) * 3 + 3;
  return new Date(Date.UTC(time.getUTCFullYear(), nextQuarter, 0)).toISOString().slice(0, 10);
}
