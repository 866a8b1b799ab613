import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';
import type { Circle } from './circle.ts';
import { readInteractions } from './interactions.ts';
import type { Interaction } from './interactions.ts';
import { daysSince } from './observed.ts';
import type { Observed } from './observed.ts';
import type { FeatureValue } from './profile.ts';
import { dayEnd, idOf, textOf, timeOf } from './raw-facts.ts';
import type { RawFacts, Row } from './raw-facts.ts';

/** Whether a person took part. What a lead had before its conversion is its contact's today. */
function tookPart(person: Row, { people, at }: Interaction): boolean {
  const contact = textOf(person, 'ConvertedContactId');
  return people.has(idOf(person)) || (contact !== undefined && people.has(contact) && at >= timeOf(person));
}

/** F4 and F7: calls, e-mails, meetings and campaigns of a record and its people. */
export class Engagement {
  private readonly facts: RawFacts;
  private readonly circle: Circle;
  private readonly interactions: Interaction[];

  constructor(facts: RawFacts, circle: Circle) {
    this.facts = facts;
    this.circle = circle;
    this.interactions = readInteractions(facts);
  }

  /** Whether the org recorded any interaction by a time. */
  isRecorded = (ms: number): boolean => this.interactions.some(({ at }) => at <= ms);

  /** Whether a person took part in anything since a time. */
  isActive = (person: Row, { since, ms }: { since: number; ms: number }): boolean =>
    this.interactions.some((one) => one.at > since && one.at <= ms && tookPart(person, one));

  /** The interactions that count for a record at a time. */
  private interactionsOf(observed: Observed): Interaction[] {
    const { row, ms, goal } = observed;
    const persons = goal.object === 'Lead' ? [row] : this.circle.personsOf(observed);
    return this.interactions.filter(
      (interaction) =>
        interaction.at <= ms &&
        (persons.some((person) => tookPart(person, interaction)) ||
          (goal.object === 'Account' && interaction.accountId === idOf(row))),
    );
  }

  activity(observed: Observed): Record<string, FeatureValue> {
    const { ms, goal } = observed;
    // An e-mail took place when its task did.
    const unique = [
      ...new Map(
        this.interactionsOf(observed)
          .toReversed()
          .map((one) => [one.id, one]),
      ).values(),
    ];
    // A count says nothing of a time at which the org did not record that kind yet.
    const isRecorded = (kind: Interaction['kind']): boolean =>
      this.interactions.some(
        (one) => one.kind === kind && one.at <= ms && (goal.object === 'Account' || one.isWithoutPeople !== true),
      );
    const within = (days: number, of: Interaction[]): Interaction[] => of.filter(({ at }) => at > ms - days * DAY_MS);
    const named = { call: 'calls', email: 'emails', meeting: 'meetings' } as const;
    const values = Object.entries(named).flatMap(([kind, plural]): [string, FeatureValue][] => {
      const of = unique.filter((one) => one.kind === kind);
      const count = (some: Interaction[]): number | undefined =>
        isRecorded(kind as Interaction['kind']) ? some.length : undefined;
      return [
        [`${plural}_30_days`, count(within(30, of))],
        [`${plural}_90_days`, count(within(90, of))],
        [`${plural}_total`, count(of)],
        [
          `days_since_${kind}`,
          daysSince(
            of.map(({ at }) => at),
            ms,
          ),
        ],
      ];
    });
    const calls = within(
      90,
      unique.filter(({ kind }) => kind === 'call'),
    );
    const seconds = calls.reduce((sum, call) => sum + call.seconds, 0);
    return { ...Object.fromEntries(values), call_minutes_90_days: isRecorded('call') ? seconds / 60 : undefined };
  }

  campaigns(observed: Observed): Record<string, FeatureValue> {
    const { row, ms, goal, isScoring } = observed;
    const persons = goal.object === 'Lead' ? [row] : this.circle.personsOf(observed);
    const ofPersons = new Set(persons.map(idOf));
    // A training must not see the later hours of a day; a scoring sees what the org holds today.
    const isKnown = (member: Row): boolean => {
      const date = textOf(member, 'FirstRespondedDate');
      return date !== undefined && (dayEnd(date) <= ms || (isScoring && Date.parse(date) <= ms));
    };
    const all = this.facts.CampaignMember.filter((member) => timeOf(member) <= ms);
    const members = all
      .filter((member) => ofPersons.has(this.circle.memberAt(member, ms)))
      .toSorted((one, other) => timeOf(one) - timeOf(other));
    const responded = members.filter(isKnown);
    const responses = responded.map((member) => Math.min(dayEnd(textOf(member, 'FirstRespondedDate') ?? ''), ms));
    return {
      campaigns: all.length > 0 ? members.length : undefined,
      campaign_type: members.map((member) => textOf(member, 'Campaign.Type')).findLast((type) => type !== undefined),
      campaign_responses: all.some(isKnown) ? responses.length : undefined,
      days_since_response: daysSince(responses, ms),
    };
  }
}
