import { planContact } from './customer-plan.ts';
import { planLead } from './lead-plan.ts';
import { recordId, recordIndex } from './record-ids.ts';
import type { StoredRow } from './row-batch.ts';
import { stream } from './untidy-kind.ts';
import type { Context, Kind } from './untidy-kind.ts';
import { userEmail } from './user-plan.ts';
import { replySubjects } from './vocabulary.ts';

/** How many activities each kind of untidiness concerns. */
const shares = {
  ...{ invitedColleague: 0.5, series: 0.1, telephony: 0.6, telephonyByType: 0.3 },
  ...{ emailMessage: 0.7, withoutTask: 0.5, draft: 0.05, sharedActivity: 0.3 },
};

/** What the platform keeps of every record, as the activity has it. */
const systemFieldsOf = (row: StoredRow): StoredRow => ({
  IsDeleted: 0,
  CreatedDate: row['CreatedDate'] ?? null,
  CreatedById: row['CreatedById'] ?? null,
  SystemModstamp: row['SystemModstamp'] ?? null,
});

const auditFieldsOf = (row: StoredRow): StoredRow => ({
  ...systemFieldsOf(row),
  LastModifiedDate: row['LastModifiedDate'] ?? null,
  LastModifiedById: row['LastModifiedById'] ?? null,
});

/** A meeting has a child event for an invited colleague, and some are occurrences of a series with a master. */
const inviteColleagues: Kind = (row, context) => {
  const random = stream(context, 'colleague', row);
  const isGroup = random.chance(shares.invitedColleague);
  const isSeries = random.chance(shares.series);
  const colleague = recordId('User', random.below(context.world.users));
  const further = (change: StoredRow): StoredRow => ({ ...row, Id: context.nextId('Event'), ...change });
  if (isGroup) addRelation('Event', row, context, { RelationId: colleague, IsWhat: 0, IsParent: 0, IsInvitee: 1 });
  return [
    { ...row, IsGroupEvent: isGroup ? 1 : 0 },
    ...(isGroup ? [further({ IsChild: 1, IsGroupEvent: 1, OwnerId: colleague })] : []),
    ...(isSeries ? [further({ IsRecurrence: 1 })] : []),
  ];
};

/** Telephony logs calls as plain tasks with a call type, and some people by hand with the type Call alone. */
const logByTelephony: Kind = (row, context) => {
  const random = stream(context, 'telephony', row);
  if (row['TaskSubtype'] !== 'Call' || !random.chance(shares.telephony)) return [{ ...row, Type: null }];
  const byType: StoredRow = random.chance(shares.telephonyByType) ? { Type: 'Call', CallType: null } : { Type: null };
  return [{ ...row, TaskSubtype: 'Task', ...byType }];
};

/** The address of a lead or contact; null where it has none. */
function addressOf({ world }: Context, id: string): string | null {
  const leadIndex = recordIndex('Lead', id);
  if (leadIndex !== undefined && id.startsWith('00Q')) return planLead(world, leadIndex).email ?? null;
  const index = recordIndex('Contact', id) ?? 0;
  const email =
    index < world.contacts ? planContact(world, index).person.email : planLead(world, index - world.contacts).email;
  return email ?? null;
}

/** Values of `EmailMessage.Status`. */
const emailStatus = { read: '1', sent: '3', draft: '5' } as const;

type Email = { status: (typeof emailStatus)[keyof typeof emailStatus]; taskId: string | null };

/** An e-mail with its sender and its recipient; the person's relation is what counts it for the person. */
function addEmail(row: StoredRow, context: Context, { status, taskId }: Email): void {
  const person = String(row['WhoId']);
  const user = String(row['OwnerId']);
  const addresses = {
    person: addressOf(context, person),
    user: userEmail(context.world, recordIndex('User', user) ?? 0),
  };
  const isIncoming = status === emailStatus.read;
  const id = context.add('EmailMessage', {
    ...{ ActivityId: taskId, RelatedToId: row['WhatId'] ?? row['AccountId'] ?? null },
    ...{ Subject: row['Subject'] ?? null, Status: status, Incoming: isIncoming ? 1 : 0 },
    FromAddress: isIncoming ? addresses.person : addresses.user,
    ToAddress: isIncoming ? addresses.user : addresses.person,
    MessageDate: row['CompletedDateTime'] ?? null,
    ...auditFieldsOf(row),
  });
  const relate = (RelationId: string, RelationAddress: string | null, about: StoredRow): void => {
    context.add('EmailMessageRelation', {
      ...{ EmailMessageId: id, RelationId, RelationAddress, ...about },
      ...systemFieldsOf(row),
    });
  };
  const [sender, recipient] = [{ RelationType: 'FromAddress' }, { RelationType: 'ToAddress' }];
  const object = person.startsWith('00Q') ? 'Lead' : 'Contact';
  relate(person, addresses.person, { RelationObjectType: object, ...(isIncoming ? sender : recipient) });
  relate(user, addresses.user, { RelationObjectType: 'User', ...(isIncoming ? recipient : sender) });
}

/** Enhanced Email keeps e-mails as messages: some beside their task, some instead of it, and a few drafts never left. */
const keepAsMessage: Kind = (row, context) => {
  if (row['TaskSubtype'] !== 'Email') return [row];
  const random = stream(context, 'e-mail', row);
  const isDraft = random.chance(shares.draft);
  const isMessage = random.chance(shares.emailMessage);
  const isWithoutTask = random.chance(shares.withoutTask);
  if (isDraft) addEmail(row, context, { status: emailStatus.draft, taskId: null });
  if (!isMessage) return [row];
  const isReply = (replySubjects as readonly string[]).includes(String(row['Subject']));
  const taskId = isWithoutTask ? null : String(row['Id']);
  addEmail(row, context, { status: isReply ? emailStatus.read : emailStatus.sent, taskId });
  return isWithoutTask ? [] : [row];
};

type Relation = { RelationId: string; IsWhat: 0 | 1; IsParent: 0 | 1; IsInvitee: 0 | 1 };

function addRelation(object: 'Task' | 'Event', row: StoredRow, { add }: Context, relation: Relation): void {
  const { RelationId, IsWhat, IsParent, IsInvitee } = relation;
  const ofEvent: StoredRow = object === 'Event' ? { IsParent, IsInvitee, Status: 'Accepted' } : {};
  const activity = { [`${object}Id`]: row['Id'] ?? null, RelationId, IsWhat, ...ofEvent };
  add(`${object}Relation`, { ...activity, ...auditFieldsOf(row) });
}

/** The other contact of a customer's account; an activity of a lead has no further person. */
function colleagueOf({ world }: Context, contactId: string): string | undefined {
  if (!contactId.startsWith('003')) return undefined;
  const index = recordIndex('Contact', contactId);
  if (index === undefined || index >= world.contacts || world.contacts <= world.accounts) return undefined;
  return recordId('Contact', (index + world.accounts) % world.contacts);
}

/**
 * With Shared Activities an activity has a relation to each of its people and to its record. Of customers' activities some
 * have a further contact, who is the first one in half of them: the person that the activity is about stands behind.
 */
const shareActivity =
  (object: 'Task' | 'Event'): Kind =>
  (row, context) => {
    // The platform relates the people of the meeting, not of a colleague's copy.
    if (row['IsChild'] === 1) return [row];
    const random = stream(context, 'shared', row);
    const isShared = random.chance(shares.sharedActivity);
    const isSecond = random.chance(0.5);
    const person = String(row['WhoId']);
    const colleague = isShared ? colleagueOf(context, person) : undefined;
    for (const RelationId of [person, ...(colleague === undefined ? [] : [colleague])]) {
      addRelation(object, row, context, { RelationId, IsWhat: 0, IsParent: 1, IsInvitee: 0 });
    }
    if (typeof row['WhatId'] === 'string') {
      addRelation(object, row, context, { RelationId: row['WhatId'], IsWhat: 1, IsParent: 1, IsInvitee: 0 });
    }
    return [isSecond && colleague !== undefined ? { ...row, WhoId: colleague } : row];
  };

/** What happens to the activities of an untidy org. */
export const activityKinds = {
  Event: [inviteColleagues, shareActivity('Event')],
  Task: [logByTelephony, keepAsMessage, shareActivity('Task')],
} satisfies Record<string, readonly Kind[]>;
