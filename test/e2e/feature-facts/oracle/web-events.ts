import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';
import { daysSince } from './observed.ts';
import type { People } from './people.ts';
import type { FeatureValue } from './profile.ts';
import { idOf, textOf, timeOf } from './raw-facts.ts';
import type { RawFacts, Row } from './raw-facts.ts';

/** The kinds of the package's picklist, in its order. */
const kinds = ['Page view', 'Form', 'Download', 'Webinar', 'Other'];

/** The pages of the stories, as they may leave the org: host and path. */
const pages: Record<string, string> = {
  'https://www.firm.example/Pricing?mail=a@b.cd': 'firm.example/pricing',
  '/demo/': '/demo',
};

/** F4: what web sites and marketing tools saw of people. */
export class WebEvents {
  private readonly events: (Row & { at: number })[];
  private readonly people: People;

  constructor(facts: RawFacts, people: People) {
    this.people = people;
    this.events = facts.Engagement_Event__c.map((row) => ({
      ...row,
      // It had happened and was known.
      at: Math.max(timeOf(row), timeOf(row, 'Occurred_At__c')),
      // Pages follow each other in the order in which they were seen: a site names a person's earlier views later.
    })).sort((one, other) => timeOf(one, 'Occurred_At__c') - timeOf(other, 'Occurred_At__c') || one.at - other.at);
  }

  /** An address says who it was where the event names nobody. */
  private isOf(event: Row, person: Row, ms: number): boolean {
    const named = [textOf(event, 'Lead__c'), textOf(event, 'Contact__c')].filter((id) => id !== undefined);
    if (named.length > 0) return named.includes(idOf(person));
    const address = textOf(event, 'Email__c')?.toLowerCase();
    return address !== undefined && this.people.addressAt(person, ms) === address;
  }

  /** The inputs of events of some people at a time. */
  features(persons: readonly Row[], ms: number): Record<string, FeatureValue> {
    const known = this.events.filter(({ at }) => at <= ms);
    const events = known.filter((event) => persons.some((person) => this.isOf(event, person, ms)));
    const since = (days: number) => events.filter(({ at }) => at > ms - days * DAY_MS);
    const count = (some: readonly Row[]): number | undefined => (known.length === 0 ? undefined : some.length);
    const seen = events.flatMap((event) => pages[textOf(event, 'Page__c') ?? ''] ?? []);
    const values = since(90).flatMap((event) => Number(event['Value__c'] ?? 0));
    return {
      web_events_30_days: count(since(30)),
      web_events_90_days: count(since(90)),
      web_events_total: count(events),
      days_since_web_event: daysSince(
        events.map(({ at }) => at),
        ms,
      ),
      first_landing_page: seen[0],
      last_landing_page: seen.at(-1),
      last_web_event_kind: events.map((event) => textOf(event, 'Kind__c')).findLast((kind) => kind !== undefined),
      web_event_value_90_days: known.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0),
      ...Object.fromEntries(
        kinds.map((kind, index): [string, FeatureValue] => [
          `web_kind_${index + 1}_90_days`,
          count(since(90).filter((event) => textOf(event, 'Kind__c') === kind)),
        ]),
      ),
    };
  }
}
