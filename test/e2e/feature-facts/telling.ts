import type { RandomStream } from '../../local-org/src/generator/random.ts';
import type { OrgWithHistory } from './org-with-history.ts';

/** How much happens between the first day and the last one. */
export type StorySize = { companies: number; contacts: number; leads: number };

export const storyStart = Date.parse('2025-01-06T08:00:00Z');
export const storyEnd = Date.parse('2026-04-21T15:30:00Z');

/** What the tellers of a story share: the org, chance, and the records so far. */
export type Story = {
  org: OrgWithHistory;
  random: RandomStream;
  /** Lets something happen later, unless the story ends before. */
  later(days: number, act: () => void): void;
  now(): number;
  companies: { name: string; domain: string }[];
  accounts: string[];
  contacts: string[];
  /** Leads that are not converted. */
  openLeads: Set<string>;
  campaigns: string[];
  opportunities: string[];
};
