import { RandomStream } from './random.ts';
import { recordId } from './record-ids.ts';
import { firstNames, lastNames, places, timeZones } from './vocabulary.ts';
import type { World } from './world.ts';

export type UserPlan = {
  index: number;
  id: string;
  firstName: string;
  lastName: string;
  timeZone: (typeof timeZones)[number];
};

/** A sales user; time zones are assigned in turn, so that each has a team. */
export function planUser(world: World, index: number): UserPlan {
  const random = new RandomStream(world.seed, 'user', index);
  return {
    index,
    id: recordId('User', index),
    firstName: random.pick(firstNames),
    lastName: random.pick(lastNames),
    timeZone: timeZones[index % timeZones.length] ?? timeZones[0],
  };
}

/** The address of a sales user, which is the username too. */
export function userEmail(world: World, index: number): string {
  const { firstName, lastName } = planUser(world, index);
  return `${firstName}.${lastName}.${index}@sales.example`.toLowerCase();
}

/** A user of the team responsible for a country. */
export function chooseOwner(world: World, random: RandomStream, country: string): UserPlan {
  const zone = timeZones.findIndex((candidate) => candidate.name === places[country]?.timeZone);
  const team = Math.max(0, zone);
  const size = Math.floor((world.users - 1 - team) / timeZones.length) + 1;
  return planUser(world, team + timeZones.length * random.below(Math.max(1, size)));
}
