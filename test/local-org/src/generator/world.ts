import { registrationCalendar } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import type { RegistrationCalendar } from './calendar.ts';
import { planCampaigns } from './campaign-plan.ts';
import type { CampaignPlan } from './campaign-plan.ts';

/** What an untidy org has of its own that its rows refer to. */
export type Untidiness = {
  /** Record types of leads. */
  recordTypeIds: readonly string[];
  /** The queue that owns some of the leads that are not converted; users own all leads when it is absent. */
  queueId?: string;
  /** The role of the sales users. */
  roleId?: string;
};

/** How far back field history goes in an untidy org. */
const untidyHistoryDays = 300;

/** The object that website events are written to, with its fields: a lookup to Lead, a date and time, two texts. */
export type EventObject = { object: string; lead: string; occurredAt: string; kind: string; page: string };

/** What to generate. The same options give the same org, byte for byte. */
export type GeneratorOptions = {
  seed: number;
  /** 1 to 5,000,000. */
  leads: number;
  /** Customers from before the first lead; unless given, 12 for each 100 leads. */
  accounts?: number;
  /** Length of the past, back from `endsAt`. */
  months?: number;
  /** An org as orgs are: see `untidy-rows.ts`. It needs Shared Activities, several currencies and person accounts. */
  untidy?: Untidiness;
  /**
   * Field history goes back so many days from `endsAt`; 0 is an org that tracks no field. Unless given, all of it is kept,
   * and 300 days in an untidy org.
   */
  historyDays?: number;
  /** Website events are written here, and move the outcomes; an org has none unless it is given. */
  events?: EventObject;
  endsAt: Date;
};

/** The facts that every record of the generated org shares. */
export type World = {
  seed: number;
  leads: number;
  startMs: number;
  endMs: number;
  /** Changes before this time have no row of field history. */
  historyFromMs: number;
  calendar: RegistrationCalendar;
  /** Accounts and contacts that were customers before the first lead. */
  accounts: number;
  contacts: number;
  users: number;
  events?: EventObject;
  campaigns: readonly CampaignPlan[];
};

const accountsPerLead = 0.12;
const contactsPerAccount = 2;
const daysPerMonth = 30.4375;

/** @throws RangeError when an option is out of range */
export function createWorld(options: GeneratorOptions): World {
  const { seed, leads, accounts: wanted, months = 24, untidy, events, endsAt } = options;
  const { historyDays = untidy === undefined ? Number.POSITIVE_INFINITY : untidyHistoryDays } = options;
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, not ${seed}.`);
  if (!Number.isInteger(leads) || leads < 1 || leads > 5_000_000) {
    throw new RangeError(`leads must be a whole number from 1 to 5000000, not ${leads}.`);
  }
  if (!(months >= 1 && months <= 120)) throw new RangeError(`months must be from 1 to 120, not ${months}.`);
  if (wanted !== undefined && (!Number.isInteger(wanted) || wanted < 1 || wanted > 1_000_000)) {
    throw new RangeError(`accounts must be a whole number from 1 to 1000000, not ${wanted}.`);
  }
  if (!(historyDays >= 0)) throw new RangeError(`historyDays must be 0 or more, not ${historyDays}.`);
  const endMs = endsAt.getTime();
  if (Number.isNaN(endMs)) throw new RangeError('endsAt is not a date.');
  const startMs = Math.floor(endMs - months * daysPerMonth * dayMs);
  const accounts = wanted ?? Math.max(1, Math.round(leads * accountsPerLead));
  return {
    seed,
    leads,
    startMs,
    endMs,
    historyFromMs: endMs - historyDays * dayMs,
    calendar: registrationCalendar(startMs, endMs),
    accounts,
    contacts: accounts * contactsPerAccount,
    ...(events && { events }),
    users: Math.min(60, Math.max(6, Math.round(Math.sqrt(leads / 20)))),
    campaigns: planCampaigns(seed, startMs, endMs),
  };
}
