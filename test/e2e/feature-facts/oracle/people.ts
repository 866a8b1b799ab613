import { AccountFinder } from './account-finder.ts';
import { PastValues } from './past-values.ts';
import { idOf, textOf, timeOf } from './raw-facts.ts';
import type { RawFacts, Row } from './raw-facts.ts';

/** More names than this share an address: it is nobody's (REAL-ORGS F5). */
const namesPerAddress = 5;

const optOuts = ['HasOptedOutProfiling', 'HasOptedOutProcessing', 'ShouldForget'];

const byAge = (one: Row, other: Row): number => timeOf(one) - timeOf(other) || (idOf(one) < idOf(other) ? -1 : 1);

/** Who is whose at a time: address, contact and account of a lead, leads of a contact, people of an account. */
export class People {
  readonly past: PastValues;
  readonly contacts: Row[];
  readonly leads: Row[];
  readonly accounts: Row[];
  private readonly facts: RawFacts;
  private readonly finder: AccountFinder;
  private readonly shared: Set<string>;
  private readonly optedOutIds: Set<string>;
  private readonly contactById: Map<string, Row>;
  private readonly accountById: Map<string, Row>;
  private readonly convertedAtById = new Map<string, number>();
  private readonly contactOfLead = new Map<string, Row | undefined>();

  constructor(facts: RawFacts) {
    this.facts = facts;
    this.past = new PastValues(facts);
    this.contacts = [...facts.Contact].sort(byAge);
    this.leads = [...facts.Lead].sort(byAge);
    this.accounts = [...facts.Account].sort(byAge);
    this.contactById = new Map(facts.Contact.map((row) => [idOf(row), row]));
    this.accountById = new Map(facts.Account.map((row) => [idOf(row), row]));
    this.finder = new AccountFinder(facts, this.past);
    this.shared = sharedAddresses(facts);
    for (const change of facts.LeadHistory) {
      if (change['Field'] === 'leadConverted') this.convertedAtById.set(String(change['LeadId']), timeOf(change));
    }
    this.optedOutIds = this.findOptedOut();
  }

  /** When a lead was converted; undefined while it is open. */
  convertedAt(lead: Row): number | undefined {
    return lead['IsConverted'] === true ? (this.convertedAtById.get(idOf(lead)) ?? Number.NaN) : undefined;
  }

  isConvertedAt(lead: Row, ms: number): boolean {
    const at = this.convertedAt(lead);
    return at !== undefined && at <= ms;
  }

  existsAt = (row: Row, ms: number): boolean => timeOf(row) <= ms;

  /** The address by which a person is known at a time; undefined without one, or where it is nobody's. */
  addressAt(person: Row, ms: number): string | undefined {
    const address = this.past.textAt(person, 'Email', ms)?.toLowerCase();
    return address === undefined || this.shared.has(address) ? undefined : address;
  }

  /** The contact of a lead: that of its conversion, before that the oldest one with its address. */
  contactOf(lead: Row, ms: number): Row | undefined {
    const key = `${idOf(lead)}${ms}`;
    if (!this.contactOfLead.has(key)) this.contactOfLead.set(key, this.findContact(lead, ms));
    return this.contactOfLead.get(key);
  }

  private findContact(lead: Row, ms: number): Row | undefined {
    if (this.isConvertedAt(lead, ms)) return this.contactById.get(String(lead['ConvertedContactId']));
    const address = this.addressAt(lead, ms);
    if (address === undefined) return undefined;
    return this.contacts.find((contact) => this.existsAt(contact, ms) && this.addressAt(contact, ms) === address);
  }

  accountOfContact(contact: Row, ms: number): Row | undefined {
    const account = this.accountById.get(this.past.textAt(contact, 'AccountId', ms) ?? '');
    return account !== undefined && this.existsAt(account, ms) ? account : undefined;
  }

  /** The account of a lead: of its conversion, of its contact, else by domain, else by name, where one alone fits. */
  accountOf(lead: Row, ms: number): Row | undefined {
    if (this.isConvertedAt(lead, ms)) return this.accountById.get(String(lead['ConvertedAccountId']));
    const contact = this.contactOf(lead, ms);
    const ofContact = contact && this.accountOfContact(contact, ms);
    return ofContact ?? this.finder.find(lead, ms)?.account;
  }

  /** How the account of an open lead was found. */
  accountFoundBy(lead: Row, ms: number): string | undefined {
    const contact = this.contactOf(lead, ms);
    const isByContact = contact !== undefined && this.accountOfContact(contact, ms) !== undefined;
    return isByContact ? 'Contact' : this.finder.find(lead, ms)?.by;
  }

  isOptedOut = (person: Row): boolean => this.optedOutIds.has(idOf(person));

  /** Leads, converted ones included, whose contact this is; without people who opted out. */
  leadsOfContact(contact: Row, ms: number): Row[] {
    return this.leads.filter(
      (lead) => this.existsAt(lead, ms) && !this.isOptedOut(lead) && this.contactOf(lead, ms) === contact,
    );
  }

  contactsOfAccount(account: Row, ms: number): Row[] {
    return this.contacts.filter(
      (contact) => this.existsAt(contact, ms) && this.accountOfContact(contact, ms) === account,
    );
  }

  /** Leads, converted ones included, whose account this is. */
  leadsOfAccount(account: Row, ms: number): Row[] {
    return this.leads.filter((lead) => this.existsAt(lead, ms) && this.accountOf(lead, ms) === account);
  }

  statusAt = (lead: Row, ms: number): string | undefined => this.past.textAt(lead, 'Status', ms);

  /** An opt-out holds for all records of the person: those with its address of today, and those it was converted into. */
  private findOptedOut(): Set<string> {
    const people = [...this.facts.Lead, ...this.facts.Contact];
    const now = Number.POSITIVE_INFINITY;
    const marked = new Set(
      people.filter((row) => optOuts.some((name) => row[`Individual.${name}`] === true)).map(idOf),
    );
    const addresses = new Set(people.filter((row) => marked.has(idOf(row))).map((row) => this.addressAt(row, now)));
    addresses.delete(undefined);
    const found = new Set(marked);
    for (const row of people) if (addresses.has(this.addressAt(row, now))) found.add(idOf(row));
    for (const lead of this.facts.Lead) {
      const contact = textOf(lead, 'ConvertedContactId');
      if (contact === undefined) continue;
      if (marked.has(idOf(lead))) found.add(contact);
      if (marked.has(contact)) found.add(idOf(lead));
    }
    return found;
  }
}

function sharedAddresses({ Lead, Contact }: RawFacts): Set<string> {
  const names = new Map<string, Set<string>>();
  for (const row of [...Lead, ...Contact]) {
    const address = textOf(row, 'Email')?.toLowerCase();
    if (address === undefined) continue;
    names.set(address, (names.get(address) ?? new Set()).add((textOf(row, 'Name') ?? '').toLowerCase()));
  }
  return new Set([...names].flatMap(([address, of]) => (of.size > namesPerAddress ? [address] : [])));
}
