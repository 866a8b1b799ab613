import { campaignAt } from './campaign-plan.ts';
import type { CampaignPlan } from './campaign-plan.ts';
import { dayMs } from '../calendar.ts';
import type { LeadPlan } from './lead-plan.ts';
import { RandomStream } from './random.ts';
import type { World } from './world.ts';

export type Membership = { campaign: CampaignPlan; joinedMs: number; respondedMs?: number };

const nurturedShare = 0.4;
const nurturingWithinDays = 45;

/** The campaigns of a lead: its source, and perhaps a later mailing with a response rate that grows with the intent. */
export function drawMemberships(world: World, lead: LeadPlan): Membership[] {
  const random = new RandomStream(world.seed, 'campaigns', lead.index);
  const memberships: Membership[] = [];
  const { leadSource } = lead.registration;
  if (leadSource === 'Webinar' || leadSource === 'Trade Show') {
    const campaign = campaignAt(world.campaigns, leadSource, lead.createdMs);
    if (campaign !== undefined) memberships.push({ campaign, joinedMs: lead.createdMs, respondedMs: lead.createdMs });
  }
  const isNurtured = random.chance(nurturedShare);
  const joinedMs = Math.floor(lead.createdMs + random.between(1, nurturingWithinDays) * dayMs);
  const responds = random.chance(1 / (1 + Math.exp(1 - 1.1 * lead.intent)));
  const respondedMs = Math.floor(joinedMs + random.exponential(1.5) * dayMs);
  const mailing = campaignAt(world.campaigns, 'Email', joinedMs);
  if (isNurtured && mailing !== undefined && joinedMs < lead.openUntilMs) {
    const inTime = responds && respondedMs < lead.openUntilMs;
    memberships.push({ campaign: mailing, joinedMs, respondedMs: inTime ? respondedMs : undefined });
  }
  return memberships;
}
