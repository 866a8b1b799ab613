import type { Engine } from '../engine.ts';
import { rollUpLastActivity } from './last-activity.ts';

type Move = {
  leadId: string;
  contactId: string;
  accountId: string;
  opportunityId: string | undefined;
  now: string;
  userId: string;
};

/** Moves what hangs on a lead to the contact it became: activities, and its place in campaigns. */
export function moveToContact(
  engine: Engine,
  { leadId, contactId, accountId, opportunityId, now, userId }: Move,
): void {
  for (const object of ['Task', 'Event']) {
    const activities = engine.database.all(`SELECT * FROM "${object}" WHERE "WhoId" = ?`, leadId);
    for (const activity of activities) {
      const moved = {
        ...activity,
        WhoId: contactId,
        AccountId: accountId,
        WhatId: activity.WhatId ?? opportunityId ?? null,
      };
      engine.database.run(
        `UPDATE "${object}" SET "WhoId" = ?, "AccountId" = ?, "WhatId" = ?, "SystemModstamp" = ? WHERE "Id" = ?`,
        moved.WhoId,
        moved.AccountId,
        moved.WhatId,
        now,
        activity.Id ?? null,
      );
      rollUpLastActivity(engine, { object, row: moved, prior: undefined });
    }
  }
  // The member stays the lead's as well, so that campaigns still know whom they reached.
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
