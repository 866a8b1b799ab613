import { dayEnd, idOf, textOf, timeOf } from './raw-facts.ts';
import type { RawFacts, Row } from './raw-facts.ts';

/** A call, an e-mail or a meeting that took place, with everybody who took part. */
export type Interaction = {
  id: string;
  kind: 'call' | 'email' | 'meeting';
  /** When it had both taken place and been recorded: what is logged days later is known from then on. */
  at: number;
  people: ReadonlySet<string>;
  accountId: string | undefined;
  /** A message that is related to a record and to no person: goals on people have nothing to do with it. */
  isWithoutPeople?: boolean;
  seconds: number;
};

const isCall = (task: Row): boolean =>
  task['TaskSubtype'] === 'Call' ||
  (task['TaskSubtype'] === 'Task' && (task['CallType'] !== null || textOf(task, 'Type')?.toLowerCase() === 'call'));
const isEmail = (task: Row): boolean => task['TaskSubtype'] === 'Email' || task['TaskSubtype'] === 'ListEmail';

const knownFrom = (row: Row, field: string): number =>
  Math.max(timeOf(row), textOf(row, field) === undefined ? timeOf(row) : timeOf(row, field));

/** An all-day meeting has taken place when its last day is over for everybody. */
const allDayFrom = (event: Row): number => Math.max(timeOf(event), dayEnd(textOf(event, 'EndDate') ?? '') + 1);

const isPerson = (id: string): boolean => id.startsWith('00Q') || id.startsWith('003');

/** The people of an activity: who it is with, and who else is related to it. */
function peopleOf(activity: Row, relations: Row[], activityField: string): Set<string> {
  const related = relations
    .filter((row) => row[activityField] === activity['Id'])
    .map((row) => String(row['RelationId']));
  return new Set([textOf(activity, 'WhoId') ?? '', ...related].filter(isPerson));
}

/** An activity with a person counts for the account of that person, one without for the account that it is about. */
const accountAlone = (activity: Row): string | undefined =>
  textOf(activity, 'WhoId') === undefined ? textOf(activity, 'AccountId') : undefined;

/** Every interaction of the org, each once. */
export function readInteractions(facts: RawFacts): Interaction[] {
  const accountOfOpportunity = new Map(facts.Opportunity.map((row) => [idOf(row), textOf(row, 'AccountId')]));
  const tasks = facts.Task.filter(
    (task) => task['IsClosed'] === true && task['IsRecurrence'] !== true && (isCall(task) || isEmail(task)),
  ).map((task): Interaction => ({
    id: idOf(task),
    kind: isCall(task) ? 'call' : 'email',
    at: knownFrom(task, 'CompletedDateTime'),
    people: peopleOf(task, facts.TaskRelation, 'TaskId'),
    accountId: accountAlone(task),
    seconds: Number(task['CallDurationInSeconds'] ?? 0),
  }));
  const meetings = facts.Event.filter((event) => event['IsChild'] !== true && event['IsRecurrence'] !== true).map(
    (event): Interaction => ({
      id: idOf(event),
      kind: 'meeting',
      at: event['IsAllDayEvent'] === true ? allDayFrom(event) : knownFrom(event, 'EndDateTime'),
      people: peopleOf(event, facts.EventRelation, 'EventId'),
      accountId: accountAlone(event),
      seconds: 0,
    }),
  );
  const emails = facts.EmailMessage.filter((email) => email['Status'] !== '5').map((email): Interaction => {
    const related = textOf(email, 'RelatedToId') ?? '';
    const of = facts.EmailMessageRelation.filter((row) => row['EmailMessageId'] === email['Id']);
    return {
      // An e-mail and its task are one.
      id: textOf(email, 'ActivityId') ?? idOf(email),
      kind: 'email',
      at: knownFrom(email, 'MessageDate'),
      people: new Set(of.map((row) => String(row['RelationId'])).filter(isPerson)),
      isWithoutPeople: of.length === 0,
      accountId: related.startsWith('001') ? related : accountOfOpportunity.get(related),
      seconds: 0,
    };
  });
  return [...tasks, ...meetings, ...emails];
}
