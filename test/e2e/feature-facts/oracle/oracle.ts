import { Circle } from './circle.ts';
import { Engagement } from './engagement.ts';
import { daysBetween } from './observed.ts';
import type { Observed, OracleGoal, ScoredObject } from './observed.ts';
import { Opportunities } from './opportunities.ts';
import { People } from './people.ts';
import { orderOf, profileOf, readProfile } from './profile.ts';
import type { FeatureValue } from './profile.ts';
import { idOf, timeOf } from './raw-facts.ts';
import type { RawFacts, Row } from './raw-facts.ts';
import { relatedRecords } from './related-records.ts';
import { WebEvents } from './web-events.ts';

/** The record's own fields behind the inputs of F2, F3 and the source. */
const completenessFields: Record<ScoredObject, string[]> = {
  Lead: [
    ...['Title', 'Email', 'MobilePhone', 'Phone', 'Industry', 'NumberOfEmployees', 'AnnualRevenue', 'Website'],
    ...['Country', 'State', 'City', 'LeadSource'],
  ],
  Contact: [
    ...['Title', 'Department', 'Email', 'MobilePhone', 'Phone', 'MailingCountry', 'MailingState', 'MailingCity'],
    ...['LeadSource', 'Segment__c'],
  ],
  Account: [
    ...['Industry', 'Type', 'NumberOfEmployees', 'AnnualRevenue', 'Website', 'BillingCountry', 'BillingState'],
    ...['BillingCity', 'Ownership', 'AccountSource'],
  ],
};

/** Why a person has no score who does not want to be profiled. */
export const optedOut = 'The person does not want to be profiled';

/** Computes every input of a record at a date from raw records, by the specification alone: slow and plain. */
export class Oracle {
  readonly people: People;
  readonly opportunities: Opportunities;
  private readonly circle: Circle;
  private readonly engagement: Engagement;
  private readonly webEvents: WebEvents;
  private readonly parts: Parameters<typeof relatedRecords>[0];
  private readonly computedOf = new Map<string, Record<string, FeatureValue>>();

  constructor(facts: RawFacts) {
    this.people = new People(facts);
    this.circle = new Circle(this.people);
    this.opportunities = new Opportunities(facts, this.people.past);
    this.engagement = new Engagement(facts, this.circle);
    this.webEvents = new WebEvents(facts, this.people);
    const { people, circle, opportunities, engagement } = this;
    this.parts = { people, circle, opportunities, engagement };
  }

  /** All inputs by name; undefined where a value is missing. */
  features(observed: Observed): Record<string, FeatureValue> {
    const key = `${idOf(observed.row)} ${observed.ms} ${observed.isScoring}`;
    const known = this.computedOf.get(key) ?? this.computed(observed);
    this.computedOf.set(key, known);
    return { ...known, ...this.profile(observed) };
  }

  /** What no merge policy decides. */
  private computed(observed: Observed): Record<string, FeatureValue> {
    const { row, ms, goal } = observed;
    return {
      ...this.known(observed),
      ...this.engagement.activity(observed),
      ...this.engagement.campaigns(observed),
      ...this.webEvents.features(this.circle.everyoneOf(observed), ms),
      ...relatedRecords(this.parts, observed),
      age_days: daysBetween(timeOf(row), ms),
      days_since_change: daysBetween(this.people.past.lastChange(row, ms), ms),
      completeness: this.completeness(goal.object, row, ms),
    };
  }

  /** Whether an account has a person or an open opportunity. */
  isQualifiedAccount({ row, ms, goal }: Omit<Observed, 'isScoring'>): boolean {
    const isOpen = this.opportunities.ofAccount(row, ms).some((one) => this.opportunities.isOpen(one, ms));
    return isOpen || this.circle.personsOf({ row, ms, goal }).length > 0;
  }

  /** Why a record has no score; undefined where it has one. */
  exclusion({ row, ms, goal }: Omit<Observed, 'isScoring'>): string | undefined {
    if (goal.object === 'Account') {
      return this.isQualifiedAccount({ row, ms, goal })
        ? undefined
        : 'Not qualified: no person and no open opportunity';
    }
    if (this.people.isOptedOut(row)) return optedOut;
    const status = this.people.statusAt(row, ms) ?? '';
    const isQualified = goal.object === 'Contact' || goal.qualifiedStatuses.includes(status);
    return isQualified ? undefined : `Not qualified: status ${status}`;
  }

  private profile(observed: Observed): Record<string, FeatureValue> {
    const { ms, goal } = observed;
    const { past } = this.people;
    const sources = this.circle.sources(observed);
    const order = orderOf(goal.mergePolicy, sources, { past, ms });
    return Object.fromEntries(
      profileOf(goal.object).map(([name, definition]) => [name, readProfile(definition, { sources, order, past, ms })]),
    );
  }

  private known({ row, ms, goal }: Observed): Record<string, FeatureValue> {
    const { people } = this;
    if (goal.object === 'Lead') {
      return {
        has_contact: Number(people.contactOf(row, ms) !== undefined),
        has_account: Number(people.accountOf(row, ms) !== undefined),
        account_found_by: people.accountFoundBy(row, ms),
        days_since_qualification: this.daysSinceQualification(row, ms, goal),
      };
    }
    return goal.object === 'Contact' ? { has_account: Number(people.accountOfContact(row, ms) !== undefined) } : {};
  }

  /** Days since the lead last came into a qualified status from another one, or since its creation. */
  private daysSinceQualification(lead: Row, ms: number, { qualifiedStatuses }: OracleGoal): number {
    const isQualified = (status: string | undefined): boolean => qualifiedStatuses.includes(status ?? '');
    const entered = this.people.past
      .of(lead)
      .filter(({ field, at, from, to }) => field === 'Status' && at <= ms && isQualified(to) && !isQualified(from));
    return daysBetween(entered.at(-1)?.at ?? timeOf(lead), ms);
  }

  private completeness(object: ScoredObject, row: Row, ms: number): number {
    const fields = completenessFields[object];
    const filled = fields.filter((field) => this.people.past.textAt(row, field, ms) !== undefined);
    return filled.length / fields.length;
  }
}
