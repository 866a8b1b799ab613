import type { Activity } from './activity-rows.ts';
import { workingTime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import type { LeadPlan } from './lead-plan.ts';
import { RandomStream } from './random.ts';
import { planUser } from './user-plan.ts';
import type { UserPlan } from './user-plan.ts';
import type { World } from './world.ts';

export const leadStatuses = {
  open: 'Open - Not Contacted',
  working: 'Working - Contacted',
  converted: 'Closed - Converted',
  closed: 'Closed - Not Converted',
} as const;

export type FieldChange = { atMs: number; by: string; field: string; from?: string; to?: string; dataType: string };

/** How a lead became what it is: its changes in order, its status and owner today. */
export type LeadStory = { changes: FieldChange[]; status: string; owner: UserPlan; changedMs: number };

const reassignedShare = 0.12;

function ownerChange(world: World, lead: LeadPlan, random: RandomStream): { atMs: number; from: UserPlan } | undefined {
  const isReassigned = random.chance(reassignedShare);
  const from = planUser(world, random.below(world.users));
  const atMs = Math.floor(lead.createdMs + random.exponential(3) * dayMs);
  return isReassigned && from.index !== lead.owner.index && atMs < lead.openUntilMs ? { atMs, from } : undefined;
}

const fullName = (user: UserPlan): string => `${user.firstName} ${user.lastName}`;

/** Derives the tracked changes: taken up at the first contact, handed over, closed or converted. */
export function tellLeadStory(world: World, lead: LeadPlan, activities: readonly Activity[]): LeadStory {
  const random = new RandomStream(world.seed, 'history', lead.index);
  const by = lead.owner.id;
  const changes: FieldChange[] = [];
  const handover = ownerChange(world, lead, random);
  if (handover !== undefined) {
    const base = { atMs: handover.atMs, by: handover.from.id, field: 'Owner' };
    changes.push({ ...base, from: handover.from.id, to: lead.owner.id, dataType: 'EntityId' });
    changes.push({ ...base, from: fullName(handover.from), to: fullName(lead.owner), dataType: 'Text' });
  }
  // Somebody takes up every lead within days, also when the first call or e-mail was not logged.
  const takenUp = workingTime(lead.createdMs + random.exponential(1.2) * dayMs, lead.owner.timeZone.utcOffsetHours);
  const workingMs = Math.max(lead.createdMs + 60_000, Math.min(activities[0]?.atMs ?? takenUp, takenUp));
  let status: string = leadStatuses.open;
  const changeStatus = (atMs: number, to: string): void => {
    changes.push({ atMs, by, field: 'Status', from: status, to, dataType: 'DynamicEnum' });
    status = to;
  };
  if (workingMs < lead.openUntilMs) changeStatus(workingMs, leadStatuses.working);
  const { outcome } = lead;
  if (outcome.kind !== 'open') changeStatus(outcome.atMs, leadStatuses[outcome.kind]);
  if (outcome.kind === 'converted') changes.push({ atMs: outcome.atMs, by, field: 'leadConverted', dataType: 'Text' });
  changes.sort((one, other) => one.atMs - other.atMs);
  return { changes, status, owner: lead.owner, changedMs: changes.at(-1)?.atMs ?? lead.createdMs };
}
