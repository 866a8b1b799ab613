import { adminUsername, integrationUsername } from '../../local-org/src/index.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';
import type { Story } from './telling.ts';

/** Whom activities are with, or the record that they are about without a person. */
type Target = { who: string } | { about: string };

/** Some activities with a person or about a record, spread over the weeks that follow. */
export function addActivities(story: Story, target: Target): void {
  const { random } = story;
  const isBusy = random.chance(0.7);
  for (let count = isBusy ? random.below(9) : 0; count > 0; count -= 1) {
    story.later(random.exponential(40), () => {
      // A converted lead has no more activities of its own.
      if ('who' in target && isId(target.who, '00Q') && !story.openLeads.has(target.who)) return;
      random.pick(kinds)(story, target);
    });
  }
}

const isId = (id: string, prefix: string): boolean => id.startsWith(prefix);
const links = (target: Target): { WhoId?: string; WhatId?: string } =>
  'who' in target ? { WhoId: target.who } : { WhatId: target.about };

/** Lets a call count for the opportunity or the account it is about, besides its person. */
const about = ({ random, accounts, opportunities }: Story, target: Target): { WhatId?: string } =>
  'who' in target && isId(target.who, '003') && random.chance(0.3)
    ? { WhatId: random.pick([...accounts.slice(0, 3), ...opportunities.slice(0, 3)]) }
    : {};

type Kind = (story: Story, target: Target) => void;

const call: Kind = ({ org, random }, target) => {
  const kinds = [
    { TaskSubtype: 'Call' },
    { TaskSubtype: 'Call', CallType: 'Outbound' },
    { TaskSubtype: 'Task', CallType: 'Inbound' },
    { TaskSubtype: 'Task', Type: 'Call' },
    { TaskSubtype: 'Task', Type: 'Other' },
  ];
  org.insert('Task', {
    ...{ Subject: 'Call', Status: 'Completed', ...links(target), ...random.pick(kinds) },
    CallDurationInSeconds: random.chance(0.7) ? random.below(1_800) : undefined,
  });
};

const plannedCall: Kind = (story, target) => {
  const { org, random } = story;
  const id = org.insert('Task', {
    ...{ Subject: 'Call', Status: 'Not Started', TaskSubtype: 'Call', ...links(target), ...about(story, target) },
  });
  if (!random.chance(0.7)) return;
  story.later(random.between(0.1, 40), () => {
    org.update('Task', id, { Status: 'Completed', CallDurationInSeconds: 300 });
    // It is opened again.
    if (random.chance(0.2)) story.later(3, () => org.update('Task', id, { Status: 'In Progress' }));
  });
};

const emailTask: Kind = (story, target) => {
  const TaskSubtype = story.random.pick(['Email', 'Email', 'ListEmail']);
  story.org.insert('Task', {
    ...{ Subject: 'Email', Status: 'Completed', TaskSubtype, ...links(target), ...about(story, target) },
  });
};

/** A call with several people, the first of them or a stranger to it. */
const sharedCall: Kind = ({ org, random, contacts }, target) => {
  if (!('who' in target) || contacts.length < 2) return;
  const first = isId(target.who, '003') ? random.pick(contacts) : target.who;
  const id = org.insert('Task', { Subject: 'Call', Status: 'Completed', TaskSubtype: 'Call', WhoId: first });
  const others = new Set([target.who, ...(isId(target.who, '003') ? [random.pick(contacts)] : [])]);
  others.delete(first);
  for (const RelationId of others) org.insert('TaskRelation', { TaskId: id, RelationId });
};

const meeting: Kind = (story, target) => {
  const { org, random } = story;
  const start = story.now() + random.between(-5, 25) * DAY_MS;
  const isAllDay = random.chance(0.3);
  const id = org.insert('Event', {
    ...{ Subject: 'Meeting', ...links(target), ...about(story, target), IsAllDayEvent: isAllDay },
    ...(isAllDay
      ? { ActivityDate: new Date(start).toISOString().slice(0, 10) }
      : { StartDateTime: new Date(start).toISOString(), DurationInMinutes: 15 + random.below(120) }),
  });
  if (!random.chance(0.4)) return;
  for (const user of [adminUsername, integrationUsername]) {
    org.insert('EventRelation', { EventId: id, RelationId: org.running.org.userId(user) ?? '' });
  }
  const guest = story.contacts.at(-1);
  if (guest !== undefined && !('who' in target && target.who === guest)) {
    org.insert('EventRelation', { EventId: id, RelationId: guest, IsInvitee: true });
  }
};

const series: Kind = ({ org, random, now }, target) => {
  const start = new Date(now() + random.between(-2, 10) * DAY_MS).toISOString();
  const end = new Date(Date.parse(start) + 15 * DAY_MS).toISOString().slice(0, 10);
  org.insert('Event', {
    ...{ Subject: 'Weekly meeting', ...links(target), StartDateTime: start, DurationInMinutes: 30 },
    ...{ IsRecurrence: true, RecurrenceType: 'RecursWeekly', RecurrenceInterval: 1 },
    ...{ RecurrenceStartDateTime: start, RecurrenceEndDateOnly: end },
  });
};

/** An e-mail with or without its task, sent or a draft, with the person as sender, recipient or both. */
const emailMessage: Kind = ({ org, random, accounts, opportunities, now }, target) => {
  const who = 'who' in target ? target.who : undefined;
  const task = random.chance(0.4)
    ? org.insert('Task', { Subject: 'Email', Status: 'Completed', TaskSubtype: 'Email', ...links(target) })
    : undefined;
  const isOfCustomer = who === undefined || isId(who, '003');
  const related = isOfCustomer && random.chance(0.5) ? random.pick([...accounts, ...opportunities]) : undefined;
  const id = org.insert('EmailMessage', {
    ...{ Subject: 'Offer', Status: random.chance(0.15) ? '5' : '3', ActivityId: task },
    RelatedToId: 'about' in target ? target.about : related,
    MessageDate: random.chance(0.8) ? new Date(now() + random.between(-4, 0.01) * DAY_MS).toISOString() : undefined,
  });
  if (who === undefined) return;
  for (const RelationType of random.pick([['ToAddress'], ['FromAddress'], ['ToAddress', 'CcAddress']])) {
    org.insert('EmailMessageRelation', { EmailMessageId: id, RelationId: who, RelationType });
  }
};

const campaignMember: Kind = (story, target) => {
  const { org, random, campaigns } = story;
  if (!('who' in target)) return;
  const person = isId(target.who, '00Q') ? { LeadId: target.who } : { ContactId: target.who };
  const CampaignId = random.pick(campaigns);
  const member = 'SELECT "Id" FROM "CampaignMember" WHERE "CampaignId" = ? AND ? IN ("LeadId", "ContactId")';
  if (org.running.org.inspect(member, CampaignId, target.who).length > 0) return;
  const id = org.insert('CampaignMember', {
    ...{ CampaignId, ...person, Status: random.chance(0.3) ? 'Responded' : 'Sent' },
  });
  if (random.chance(0.4)) {
    story.later(random.between(0.1, 60), () => org.update('CampaignMember', id, { Status: 'Responded' }));
  }
};

/** Something that a web site or a marketing tool saw, of a person whom it names by a lookup or by an address alone. */
const webEvent: Kind = ({ org, random, now }, target) => {
  if (!('who' in target)) return;
  const [record] = org.running.org.inspect(
    `SELECT "Email" AS "email" FROM "${isId(target.who, '00Q') ? 'Lead' : 'Contact'}" WHERE "Id" = ?`,
    target.who,
  );
  const email = typeof record?.['email'] === 'string' ? record['email'] : undefined;
  const byAddress = email !== undefined && random.chance(0.3);
  const lookup = isId(target.who, '00Q') ? { Lead__c: target.who } : { Contact__c: target.who };
  org.insert('Engagement_Event__c', {
    ...(byAddress ? { Email__c: email.toUpperCase() } : lookup),
    // Sent at once, days later, or planned.
    Occurred_At__c: new Date(now() + random.pick([0, -3, 6]) * DAY_MS).toISOString(),
    Kind__c: random.pick(['Page view', 'Form', 'Download', undefined]),
    Page__c: random.pick(['https://www.firm.example/Pricing?mail=a@b.cd', '/demo/', undefined]),
    Value__c: random.chance(0.5) ? random.below(1_000) / 100 : undefined,
  });
};

const ofAnyone: Kind[] = [call, call, plannedCall, emailTask, emailTask, meeting, meeting, series];
const kinds: Kind[] = [
  ...ofAnyone,
  sharedCall,
  emailMessage,
  emailMessage,
  campaignMember,
  campaignMember,
  webEvent,
  webEvent,
];
