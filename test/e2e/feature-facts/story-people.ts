import { addActivities } from './story-activities.ts';
import { addOpportunity } from './story-opportunities.ts';
import type { Story } from './telling.ts';

const legalForms = ['', ' GmbH', ' Inc.', ', Ltd.', ' S.A.'];
export const companyName = (number: number): string =>
  `${['Müller', 'Acme', 'Fjord', 'Señal', 'Tower'][number % 5] ?? ''} ${Math.floor(number / 5)} Works`;

const titles = ['CEO', 'Head of Sales', 'Marketing Manager', 'IT Specialist', 'Team Assistant', 'Cook', undefined];
const countries = ['Germany', 'USA', 'Deutschland', 'France', 'U.K.', undefined, undefined];
const industries = ['Banking', 'Energy', 'Media', 'Retail', undefined];
const sources = ['Web', 'Partner Referral', 'Other', undefined];
const phone = '+49 30 1234';

/** One of the values, or nothing. */
const some = <T>({ random }: Story, value: T, share = 0.5): T | undefined => (random.chance(share) ? value : undefined);

/** An address: of the person at the company, of a free-mail provider, of a family, or of a whole office. */
function address({ random, companies }: Story, person: number): string {
  const { domain } = random.pick(companies);
  const kind = random.unit();
  if (kind < 0.12) return `Info@firm0.example`;
  if (kind < 0.2) return `family${person % 3}@gmail.com`;
  if (kind < 0.4) return `person${person % 40}@gmail.com`;
  // A person has leads and contacts, often with the same address.
  const home = companies[(person % 25) % companies.length]?.domain ?? domain;
  return random.chance(0.15) ? ` P${person % 25}@${home.toUpperCase()}`.trim() : `p${person % 25}@${home}`;
}

const website = (story: Story, number: number): string =>
  story.random.pick([
    `https://www.firm${number}.example`,
    `firm${number}.example/home`,
    `http://firm${number}.example:8080`,
    'https://www.facebook.com/firm',
    `shop.firm${number}.example`,
  ]);

export function addAccount(story: Story, number: number): void {
  const { org, random } = story;
  const id = org.insert('Account', {
    Name: companyName(number) + random.pick(legalForms),
    Website: some(story, website(story, number), 0.6),
    Industry: random.pick(industries),
    Type: some(story, random.pick(['Prospect', 'Customer - Direct', 'Other'])),
    NumberOfEmployees: some(story, random.below(5_000)),
    AnnualRevenue: some(story, random.below(9_000_000)),
    BillingCountry: random.pick(countries),
    BillingCity: some(story, 'Berlin'),
    Need__c: some(story, random.pick(['Services', 'Training'])),
    Ownership: some(story, random.pick(['Public', 'Private'])),
    AccountSource: some(story, random.pick(['Web', 'Phone Inquiry'])),
    Tier__c: some(story, random.pick(['Gold', 'Silver'])),
    Sites__c: some(story, random.below(30)),
    Renewal__c: some(story, '2026-02-01'),
  });
  story.accounts.push(id);
  for (let change = random.below(5); change > 0; change -= 1) {
    story.later(random.between(1, 400), () => {
      org.update('Account', id, {
        ...random.pick([
          { Industry: random.pick(industries) ?? null },
          { NumberOfEmployees: random.chance(0.7) ? random.below(5_000) : null },
          { Type: random.pick(['Prospect', 'Customer - Direct', null]) },
          { Website: random.chance(0.7) ? website(story, number) : null },
          { AnnualRevenue: random.below(9_000_000), Tier__c: random.pick(['Gold', 'Silver', null]) },
          { Renewal__c: random.pick(['2026-05-01', null]), Rating: random.pick(['Hot', 'Cold', null]) },
          { Need__c: random.pick(['Services', 'Platform', null]), Ownership: random.pick(['Public', 'Other', null]) },
          // No input, but a change of the record.
          { Name: `${companyName(number)}${random.pick(legalForms)}` },
        ]),
      });
    });
  }
  for (let deals = random.below(5); deals > 0; deals -= 1) {
    story.later(random.between(0.5, 350), () => addOpportunity(story, id));
  }
  story.later(random.between(0, 200), () => addActivities(story, { about: id }));
}

/** Some people have their privacy choices in an Individual, which changes during the story. */
function individual({ org, random }: Story, number: number): string | undefined {
  if (!random.chance(0.08)) return undefined;
  const choice = random.pick(['HasOptedOutProfiling', 'HasOptedOutProcessing', 'ShouldForget', 'HasOptedOutTracking']);
  return org.insert('Individual', { LastName: `Person ${number}`, [choice]: true });
}

export function addContact(story: Story, number: number): void {
  const { org, random, accounts } = story;
  const id = org.insert('Contact', {
    FirstName: some(story, `First ${number % 7}`),
    LastName: `Name ${number % 25}`,
    AccountId: some(story, random.pick(accounts), 0.7),
    Email: some(story, address(story, number), 0.65),
    Title: random.pick(titles),
    Department: some(story, random.pick(['Sales', 'IT'])),
    Phone: some(story, phone),
    MobilePhone: some(story, phone, 0.3),
    MailingCountry: random.pick(countries),
    LeadSource: random.pick(sources),
    Segment__c: some(story, random.pick(['A', 'B'])),
    Newsletter__c: random.chance(0.4),
    IndividualId: individual(story, number),
  });
  story.contacts.push(id);
  for (let change = random.below(6); change > 0; change -= 1) {
    story.later(random.between(0.2, 350), () => {
      const account = { AccountId: random.chance(0.85) ? random.pick(accounts) : null };
      org.update('Contact', id, {
        ...random.pick([
          account,
          account,
          { Email: random.chance(0.8) ? address(story, number + random.below(2)) : null },
          { Title: random.pick(titles) ?? null },
          { Department: random.pick(['Sales', 'Support', null]) },
          { Phone: random.chance(0.6) ? `${phone}${random.below(9)}` : null, Segment__c: random.pick(['C', null]) },
          { Newsletter__c: random.chance(0.5), LeadSource: random.pick(sources) ?? null },
        ]),
      });
    });
  }
  story.later(random.between(0, 60), () => addActivities(story, { who: id }));
}

const statuses = ['Open - Not Contacted', 'Working - Contacted', 'Closed - Not Converted'];

export function addLead(story: Story, number: number): void {
  const { org, random, companies, openLeads } = story;
  const company = random.below(companies.length);
  const id = org.insert('Lead', {
    FirstName: some(story, `First ${number % 7}`),
    LastName: `Name ${number % 25}`,
    Company: random.chance(0.6) ? companyName(company).toUpperCase() + random.pick(legalForms) : `Nobody ${number}`,
    Email: some(story, address(story, number), 0.65),
    Website: some(story, website(story, company), 0.3),
    Title: random.pick(titles),
    Phone: some(story, phone),
    MobilePhone: some(story, phone, 0.3),
    Industry: random.pick(industries),
    NumberOfEmployees: some(story, random.below(900)),
    AnnualRevenue: some(story, random.below(900_000), 0.3),
    Country: random.pick(countries),
    State: some(story, 'Hessen', 0.2),
    City: some(story, 'Paris', 0.4),
    LeadSource: random.pick(sources),
    Status: random.pick(statuses.slice(0, 2)),
    Product_Interest__c: some(story, random.pick(['Platform', 'Analytics'])),
    Landing_Page__c: some(story, random.pick(['/home', ' /pricing '])),
    Website_Visits__c: some(story, random.below(20)),
    Budget__c: some(story, random.below(90_000) / 100),
    Wants_Trial__c: random.chance(0.5),
    Trial_Ends__c: some(story, '2025-09-30', 0.3),
    Region__c: some(story, random.pick(['North', 'South'])),
    First_Campaign__c: some(story, random.pick(story.campaigns)),
    IndividualId: individual(story, number),
  });
  openLeads.add(id);
  const whileOpen = (days: number, act: () => void): void => {
    story.later(days, () => {
      if (openLeads.has(id)) act();
    });
  };
  for (let change = random.below(8); change > 0; change -= 1) {
    whileOpen(random.between(0.01, 280), () => {
      org.update('Lead', id, {
        ...random.pick([
          { Email: random.chance(0.85) ? address(story, number + random.below(2)) : null },
          { Email: address(story, number), Phone: phone },
          { Status: random.pick(statuses) },
          { Status: random.pick(statuses) },
          { Website: random.chance(0.7) ? website(story, company) : null },
          { Title: random.pick(titles) ?? null },
          { Industry: random.pick(industries) ?? null, NumberOfEmployees: random.below(900) },
          { MobilePhone: random.chance(0.6) ? phone : null, LeadSource: random.pick(sources) ?? null },
          { Budget__c: random.chance(0.7) ? random.below(900) : null, Wants_Trial__c: random.chance(0.5) },
          { Trial_Ends__c: random.pick(['2026-01-31', null]), AnnualRevenue: random.below(900_000) },
          { First_Campaign__c: random.pick([...story.campaigns, null]), Second_Mail__c: random.pick(['a@b.cd', null]) },
          { Company: companyName(random.below(companies.length)) },
        ]),
      });
    });
  }
  story.later(0.001, () => addActivities(story, { who: id }));
  if (random.chance(0.4)) whileOpen(random.between(0.05, 200), () => convertLead(story, id));
}

/** Converts into new or existing records, with or without an opportunity. */
function convertLead(story: Story, leadId: string): void {
  const { org, random, contacts, accounts, openLeads } = story;
  const doNotCreateOpportunity = random.chance(0.4);
  const kind = random.unit();
  const [accountId, contactId] = kind < 0.35 ? [undefined, undefined] : targetOf(story, kind < 0.6);
  const made = org.convert({
    leadId,
    doNotCreateOpportunity,
    ...(accountId !== undefined && { accountId }),
    ...(contactId !== undefined && { contactId }),
  });
  openLeads.delete(leadId);
  if (!accounts.includes(made.accountId)) accounts.push(made.accountId);
  if (!contacts.includes(made.contactId)) contacts.push(made.contactId);
  if (random.chance(0.5)) story.later(random.between(1, 60), () => addActivities(story, { who: made.contactId }));
  if (doNotCreateOpportunity && random.chance(0.5)) {
    story.later(random.between(1, 60), () => addOpportunity(story, made.accountId));
  }
}

/** An account to convert into, and mostly a contact of it: one that has no account yet, or one of that account. */
function targetOf({ org, random, contacts, accounts }: Story, onlyAccount: boolean): [string, string | undefined] {
  if (onlyAccount || contacts.length === 0) return [random.pick(accounts), undefined];
  const contact = random.pick(contacts);
  const [row] = org.running.org.inspect('SELECT "AccountId" AS "account" FROM "Contact" WHERE "Id" = ?', contact);
  const account = row?.['account'];
  return [typeof account === 'string' ? account : random.pick(accounts), contact];
}
