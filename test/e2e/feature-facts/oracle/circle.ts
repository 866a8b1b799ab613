import type { Observed, OracleGoal } from './observed.ts';
import type { People } from './people.ts';
import type { Sources } from './profile.ts';
import { idOf, textOf } from './raw-facts.ts';
import type { Row } from './raw-facts.ts';

/** Whose data counts for a record: itself, its people and the records of its profile. */
export class Circle {
  private readonly people: People;

  constructor(people: People) {
    this.people = people;
  }

  openLeads = (leads: readonly Row[], ms: number): Row[] =>
    leads.filter((lead) => !this.people.isConvertedAt(lead, ms) && !this.people.isOptedOut(lead));

  /** The leads that count as people of a contact or an account: open, in a qualified status, not opted out. */
  qualifiedLeads = (leads: readonly Row[], ms: number, { qualifiedStatuses }: OracleGoal): Row[] =>
    this.openLeads(leads, ms).filter((lead) => qualifiedStatuses.includes(this.people.statusAt(lead, ms) ?? ''));

  /** Whose a campaign membership is: one of a lead is its contact's once the lead is converted. */
  memberAt(member: Row, ms: number): string {
    const [lead, contact] = [textOf(member, 'LeadId'), textOf(member, 'ContactId')];
    const row = this.people.leads.find((one) => idOf(one) === lead);
    const isLeads = contact === undefined || (row !== undefined && !this.people.isConvertedAt(row, ms));
    return (isLeads ? lead : contact) ?? '';
  }

  contactsOf(account: Row, ms: number): Row[] {
    return this.people.contactsOfAccount(account, ms).filter((contact) => !this.people.isOptedOut(contact));
  }

  sources({ row, ms, goal }: Omit<Observed, 'isScoring'>): Sources {
    const { people } = this;
    if (goal.object === 'Lead') {
      return { lead: row, contact: people.contactOf(row, ms), account: people.accountOf(row, ms) };
    }
    if (goal.object === 'Contact') {
      const lead = people.leadsOfContact(row, ms).at(-1);
      return { lead, contact: row, account: people.accountOfContact(row, ms) };
    }
    const lead = people
      .leadsOfAccount(row, ms)
      .filter((one) => !people.isOptedOut(one))
      .at(-1);
    return { lead, contact: this.contactsOf(row, ms)[0], account: row };
  }

  /** A contact or the people of an account, with their open leads. */
  personsOf({ row, ms, goal }: Omit<Observed, 'isScoring'>): Row[] {
    const { people } = this;
    if (goal.object === 'Contact') return [row, ...this.qualifiedLeads(people.leadsOfContact(row, ms), ms, goal)];
    return [...this.contactsOf(row, ms), ...this.qualifiedLeads(people.leadsOfAccount(row, ms), ms, goal)];
  }

  /** A record with all of its people, converted leads included. */
  everyoneOf({ row, ms, goal }: Omit<Observed, 'isScoring'>): Row[] {
    const { people } = this;
    if (goal.object === 'Lead') return [row];
    if (goal.object === 'Contact') return [row, ...people.leadsOfContact(row, ms)];
    const persons = [...people.contactsOfAccount(row, ms), ...people.leadsOfAccount(row, ms)];
    return persons.filter((person) => !people.isOptedOut(person));
  }
}
