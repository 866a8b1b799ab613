import type { Engine } from '../engine.ts';
import type { SqlRow } from '../storage/database.ts';
import { rollUpLastActivity } from './last-activity.ts';

type Move = {
  leadId: string;
  contactId: string;
  accountId: string;
  opportunityId: string | undefined;
  /** Who was named to own what the lead becomes. */
  ownerId: string | undefined;
  now: string;
  userId: string;
};

/** Moves the activities and campaign memberships of a lead to the contact of its conversion. */
export function moveToContact(
  engine: Engine,
  { leadId, contactId, accountId, opportunityId, ownerId, now, userId }: Move,
): void {
  for (const object of ['Task', 'Event']) {
    const activities = engine.database.all(`SELECT * FROM "${object}" WHERE "WhoId" = ?`, leadId);
    for (const activity of activities) {
      const moved = {
        ...activity,
        WhoId: contactId,
        AccountId: accountId,
        WhatId: activity.WhatId ?? opportunityId ?? null,
        OwnerId: followsOwner(object, activity, userId)
          ? (ownerId ?? activity.OwnerId ?? null)
          : (activity.OwnerId ?? null),
      };
      engine.database.run(
        `UPDATE "${object}" SET "WhoId" = ?, "AccountId" = ?, "WhatId" = ?, "OwnerId" = ?, "LastModifiedDate" = ?,
         "LastModifiedById" = ?, "SystemModstamp" = ? WHERE "Id" = ?`,
        moved.WhoId,
        moved.AccountId,
        moved.WhatId,
        moved.OwnerId,
        now,
        userId,
        now,
        activity.Id ?? null,
      );
      rollUpLastActivity(engine, { object, row: moved, prior: undefined });
    }
  }
  for (const relation of ['TaskRelation', 'EventRelation', 'EmailMessageRelation']) {
    if (engine.metadata.schema.object(relation) === undefined) continue;
    engine.database.run(`UPDATE "${relation}" SET "RelationId" = ? WHERE "RelationId" = ?`, contactId, leadId);
  }
  // The member keeps its lead as well, as on the platform.
  engine.database.run(
    `UPDATE "CampaignMember" SET "ContactId" = ?, "LeadOrContactId" = ?, "LastModifiedDate" = ?, "LastModifiedById" = ?, "SystemModstamp" = ?
     WHERE "LeadId" = ? AND "IsDeleted" = 0`,
    contactId,
    contactId,
    now,
    userId,
    now,
    leadId,
  );
}

/** Open tasks and all events of the converting user are assigned to the new owner; those of other users are not. */
const followsOwner = (object: string, activity: SqlRow, userId: string): boolean =>
  activity.OwnerId === userId && (object === 'Event' || activity.IsClosed !== 1);
