import { dayMs } from '../calendar.ts';

export type CampaignKind = 'Webinar' | 'Trade Show' | 'Email';

export type CampaignPlan = { index: number; kind: CampaignKind; name: string; startMs: number; endMs: number };

const kinds: readonly CampaignKind[] = ['Email', 'Webinar', 'Trade Show'];
const campaignDays = 45;

/** One campaign of each kind for each 30 days of the period. */
export function planCampaigns(seed: number, startMs: number, endMs: number): CampaignPlan[] {
  const campaigns: CampaignPlan[] = [];
  for (let from = startMs; from < endMs; from += 30 * dayMs) {
    for (const kind of kinds) {
      const index = campaigns.length;
      const month = new Date(from).toISOString().slice(0, 7);
      campaigns.push({
        index,
        kind,
        name: `${kind} ${month} ${seed}`,
        startMs: from,
        endMs: from + campaignDays * dayMs,
      });
    }
  }
  return campaigns;
}

/** The newest campaign of a kind that runs at the time. */
export function campaignAt(
  campaigns: readonly CampaignPlan[],
  kind: CampaignKind,
  time: number,
): CampaignPlan | undefined {
  return campaigns.findLast((campaign) => campaign.kind === kind && campaign.startMs <= time);
}
