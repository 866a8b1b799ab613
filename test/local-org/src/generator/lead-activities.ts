import { workingTime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import type { Activity, ActivityKind } from './activity-rows.ts';
import type { LeadPlan } from './lead-plan.ts';
import { RandomStream } from './random.ts';
import type { World } from './world.ts';

/** The initial rate a day, and how it grows with the intent of the lead. */
const rates: readonly { kind: ActivityKind; perDay: number; pull: number }[] = [
  { kind: 'call', perDay: 0.06, pull: 0.4 },
  { kind: 'email', perDay: 0.06, pull: 0.3 },
  { kind: 'reply', perDay: 0.05, pull: 0.8 },
  { kind: 'meeting', perDay: 0.02, pull: 0.8 },
];

// The rate decays with this time constant to a small residual rate.
const fadeDays = 40;
const restShare = 0.03;
const strongestIntent = 3;
const afterCreationMs = 10 * 60_000;

/** Times, in days from 0 to `days`, of a Poisson process whose rate fades. */
export function fadingTimes(random: RandomStream, perDay: number, days: number): number[] {
  const faded = 1 - Math.exp(-days / fadeDays);
  const early = random.poisson(perDay * fadeDays * faded);
  const late = random.poisson(Math.min(40, perDay * restShare * days));
  const times: number[] = [];
  for (let count = 0; count < early; count += 1) times.push(-fadeDays * Math.log(1 - random.unit() * faded));
  for (let count = 0; count < late; count += 1) times.push(random.unit() * days);
  return times;
}

/**
 * What happened with the lead while it was open, in order. It follows from the intent alone, never from the outcome:
 * given the intent, activity is independent of the conversion, so the true probability does not depend on it.
 */
export function drawLeadActivities(world: World, lead: LeadPlan): Activity[] {
  const random = new RandomStream(world.seed, 'activities', lead.index);
  const days = (lead.openUntilMs - lead.createdMs) / dayMs;
  const intent = Math.min(strongestIntent, lead.intent);
  const activities: Activity[] = [];
  for (const { kind, perDay, pull } of rates) {
    for (const day of fadingTimes(random, perDay * Math.exp(pull * intent), days)) {
      const time = workingTime(lead.createdMs + day * dayMs, lead.owner.timeZone.utcOffsetHours);
      const atMs = Math.max(time, lead.createdMs + afterCreationMs);
      if (atMs < lead.openUntilMs) activities.push({ kind, atMs });
    }
  }
  return activities.sort((one, other) => one.atMs - other.atMs);
}
