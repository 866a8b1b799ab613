import { storedDate } from './calendar.ts';
import type { CampaignPlan } from './campaign-plan.ts';
import type { Membership } from './lead-campaigns.ts';
import { recordId } from './record-ids.ts';
import type { RowBatch } from './row-batch.ts';
import { systemFields } from './system-fields.ts';
import { planUser } from './user-plan.ts';
import type { World } from './world.ts';

export function addCampaign(batch: RowBatch, world: World, campaign: CampaignPlan): void {
  const owner = planUser(world, campaign.index % world.users);
  const isOver = campaign.endMs <= world.endMs;
  batch.add('Campaign', {
    Id: recordId('Campaign', campaign.index),
    Name: campaign.name,
    Type: campaign.kind,
    Status: isOver ? 'Completed' : 'In Progress',
    IsActive: isOver ? 0 : 1,
    StartDate: storedDate(campaign.startMs),
    EndDate: storedDate(campaign.endMs),
    OwnerId: owner.id,
    ...systemFields({ atMs: campaign.startMs, by: owner.id }),
  });
}

/** Writes a membership; after a conversion it names the contact as well as the lead. */
export function addMembership(
  batch: RowBatch,
  { membership, leadId, contactId, by }: { membership: Membership; leadId: string; contactId?: string; by: string },
): void {
  const { campaign, joinedMs, respondedMs } = membership;
  batch.addNumbered('CampaignMember', {
    CampaignId: recordId('Campaign', campaign.index),
    LeadId: leadId,
    ContactId: contactId ?? null,
    LeadOrContactId: contactId ?? leadId,
    Type: contactId === undefined ? 'Lead' : 'Contact',
    Status: respondedMs === undefined ? 'Sent' : 'Responded',
    HasResponded: respondedMs === undefined ? 0 : 1,
    FirstRespondedDate: respondedMs === undefined ? null : storedDate(respondedMs),
    ...systemFields({ atMs: joinedMs, by }, { atMs: respondedMs ?? joinedMs, by }),
  });
}
