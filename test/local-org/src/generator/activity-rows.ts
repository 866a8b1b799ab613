import { storedDateTime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import type { RandomStream } from './random.ts';
import type { RowBatch } from './row-batch.ts';
import { systemFields } from './system-fields.ts';
import { callSubjects, emailSubjects, meetingSubjects, replySubjects } from './vocabulary.ts';

export type ActivityKind = 'call' | 'email' | 'reply' | 'meeting';

/** The current owner and related records of an activity. */
export type ActivityRelation = { who: string; what?: string; account?: string; owner: string };

export type Activity = { kind: ActivityKind; atMs: number };

// The platform archives closed activities after a year: plain queries no longer see them.
const archivedAfterMs = 365 * dayMs;

function relationFields({ who, what, account, owner }: ActivityRelation) {
  return { WhoId: who, WhatId: what ?? null, AccountId: account ?? null, OwnerId: owner };
}

function addMeeting(batch: RowBatch, random: RandomStream, relation: ActivityRelation, atMs: number, endMs: number) {
  const minutes = random.pick([30, 30, 45, 60]);
  const startsAt = storedDateTime(atMs);
  batch.addNumbered('Event', {
    ...relationFields(relation),
    Subject: random.pick(meetingSubjects),
    EventSubtype: 'Event',
    StartDateTime: startsAt,
    EndDateTime: storedDateTime(atMs + minutes * 60_000),
    ActivityDateTime: startsAt,
    ActivityDate: startsAt.slice(0, 10),
    DurationInMinutes: minutes,
    ShowAs: 'Busy',
    IsAllDayEvent: 0,
    IsPrivate: 0,
    IsChild: 0,
    IsGroupEvent: 0,
    IsRecurrence: 0,
    IsReminderSet: 0,
    IsArchived: atMs < endMs - archivedAfterMs ? 1 : 0,
    ...systemFields({ atMs, by: relation.owner }),
  });
}

/** Writes a call, an e-mail or a meeting as it is logged when it happens. */
export function addActivity(
  batch: RowBatch,
  random: RandomStream,
  { activity, relation, endMs }: { activity: Activity; relation: ActivityRelation; endMs: number },
): void {
  const { kind, atMs } = activity;
  if (kind === 'meeting') {
    addMeeting(batch, random, relation, atMs, endMs);
    return;
  }
  const isCall = kind === 'call';
  const happenedAt = storedDateTime(atMs);
  batch.addNumbered('Task', {
    ...relationFields(relation),
    Subject: random.pick(isCall ? callSubjects : kind === 'reply' ? replySubjects : emailSubjects),
    TaskSubtype: isCall ? 'Call' : 'Email',
    Status: 'Completed',
    Priority: 'Normal',
    ActivityDate: happenedAt.slice(0, 10),
    CompletedDateTime: happenedAt,
    CallType: isCall ? 'Outbound' : null,
    CallDurationInSeconds: isCall ? 30 + Math.floor(random.exponential(240)) : null,
    IsClosed: 1,
    IsHighPriority: 0,
    IsReminderSet: 0,
    IsRecurrence: 0,
    IsArchived: atMs < endMs - archivedAfterMs ? 1 : 0,
    ...systemFields({ atMs, by: relation.owner }),
  });
}
