/** The SQL of a field that is computed when it is read, for a row under this alias and the user who reads it. */
export type DerivedColumn = (alias: string, userId: string) => string;

const person = (field: string, contactField = field): ((alias: string) => string) => {
  const of = (object: string, column: string, key: string) => (alias: string) =>
    `(SELECT "${column}" FROM "${object}" WHERE "Id" = ${alias}."${key}")`;
  return (alias) =>
    `COALESCE(${of('Lead', field, 'LeadId')(alias)}, ${of('Contact', contactField, 'ContactId')(alias)})`;
};

const flag =
  (field: string): DerivedColumn =>
  (alias) =>
    `IFNULL(${person(field)(alias)}, 0)`;

const members =
  (condition: string): DerivedColumn =>
  (alias) =>
    `(SELECT COUNT(*) FROM "CampaignMember" m WHERE m."CampaignId" = ${alias}."Id" AND m."IsDeleted" = 0 AND ${condition})`;

const opportunities =
  (aggregate: string, condition: string): DerivedColumn =>
  (alias) =>
    `(SELECT ${aggregate} FROM "Opportunity" o WHERE o."CampaignId" = ${alias}."Id" AND o."IsDeleted" = 0 AND ${condition})`;

const openActivity = (alias: string, condition: string): string =>
  `EXISTS (SELECT 1 FROM "Task" a WHERE a."WhatId" = ${alias}."Id" AND a."IsDeleted" = 0 AND a."IsClosed" = 0${condition})`;

const convertedLead = `EXISTS (SELECT 1 FROM "Lead" l WHERE l."Id" = m."LeadId" AND l."IsConverted" = 1)`;

/** Fields without a column, by object and name: their values are read from other rows. */
export const derivedColumns: Record<string, Record<string, DerivedColumn>> = {
  CampaignMember: {
    Salutation: person('Salutation'),
    Name: person('Name'),
    FirstName: person('FirstName'),
    LastName: person('LastName'),
    Title: person('Title'),
    Street: person('Street', 'MailingStreet'),
    City: person('City', 'MailingCity'),
    State: person('State', 'MailingState'),
    PostalCode: person('PostalCode', 'MailingPostalCode'),
    Country: person('Country', 'MailingCountry'),
    Email: person('Email'),
    Phone: person('Phone'),
    Fax: person('Fax'),
    MobilePhone: person('MobilePhone'),
    Description: person('Description'),
    DoNotCall: flag('DoNotCall'),
    HasOptedOutOfEmail: flag('HasOptedOutOfEmail'),
    HasOptedOutOfFax: flag('HasOptedOutOfFax'),
    LeadSource: person('LeadSource'),
    LeadOrContactOwnerId: person('OwnerId'),
    CompanyOrAccount: (alias) =>
      `COALESCE((SELECT "Company" FROM "Lead" WHERE "Id" = ${alias}."LeadId"), (SELECT a."Name" FROM "Contact" c JOIN "Account" a ON a."Id" = c."AccountId" WHERE c."Id" = ${alias}."ContactId"))`,
    Type: (alias) => `CASE WHEN ${alias}."ContactId" IS NULL THEN 'Lead' ELSE 'Contact' END`,
  },
  Campaign: {
    NumberOfLeads: members('m."LeadId" IS NOT NULL'),
    NumberOfConvertedLeads: members(convertedLead),
    NumberOfContacts: members('m."ContactId" IS NOT NULL'),
    NumberOfResponses: members('m."HasResponded" = 1'),
    NumberOfOpportunities: opportunities('COUNT(*)', '1'),
    NumberOfWonOpportunities: opportunities('COUNT(*)', 'o."IsWon" = 1'),
    AmountAllOpportunities: opportunities('IFNULL(SUM(o."Amount"), 0)', '1'),
    AmountWonOpportunities: opportunities('IFNULL(SUM(o."Amount"), 0)', 'o."IsWon" = 1'),
  },
  DatedConversionRate: {
    NextStartDate: (alias) =>
      `IFNULL((SELECT MIN(n."StartDate") FROM "DatedConversionRate" n WHERE n."IsoCode" = ${alias}."IsoCode" AND n."StartDate" > ${alias}."StartDate" AND n."IsDeleted" = 0), '9999-12-31')`,
  },
  Opportunity: {
    HasOpenActivity: (alias) => openActivity(alias, ''),
    HasOverdueTask: (alias) => openActivity(alias, ` AND a."ActivityDate" < org_today()`),
  },
};
