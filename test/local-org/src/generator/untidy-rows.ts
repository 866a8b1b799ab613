import { dayMs } from '../calendar.ts';
import { storedDateTime } from './calendar.ts';
import { leadStatuses } from './lead-history.ts';
import { planLead } from './lead-plan.ts';
import { RandomStream } from './random.ts';
import { recordId, recordIndex } from './record-ids.ts';
import type { GeneratedObject } from './record-ids.ts';
import type { RowTarget, StoredRow } from './row-batch.ts';
import { activityKinds } from './untidy-activities.ts';
import { stream } from './untidy-kind.ts';
import type { Context, Kind } from './untidy-kind.ts';
import type { Untidiness, World } from './world.ts';

/** The name that the working status had until it was renamed, so many days before the end. */
export const formerStatus = 'Contacted';
const renamedDaysAgo = 150;

/** What users with another language saved into the history of statuses: labels instead of values. */
export const translatedStatuses: Record<string, string> = {
  [leadStatuses.open]: 'Offen - Nicht kontaktiert',
  [leadStatuses.working]: 'In Arbeit - Kontaktiert',
  [leadStatuses.converted]: 'Geschlossen - Konvertiert',
  [leadStatuses.closed]: 'Geschlossen - Nicht konvertiert',
};

/** Units of each currency for one of the corporate currency. */
export const currencyRates = { USD: 1, EUR: 0.9, GBP: 0.8 } as const;

const sharedAddresses = ['none@none.example', 'info@mail.example', 'test@test.example'];

/** How many leads or rows each kind of untidiness concerns. */
const shares = { sharedAddress: 0.08, translatedHistory: 0.15, recycled: 0.08, personAccount: 0.05, queued: 0.1 };

/** Some leads have an address that many people share. Those that are known by their address keep it. */
function isShared(context: Context, index: number): boolean {
  const random = new RandomStream(context.world.seed, 'untidy', 'address', index);
  if (!random.chance(shares.sharedAddress)) return false;
  const { matched, identity } = planLead(context.world, index);
  return matched === undefined && identity.root === index;
}

const sharedAddress = (index: number): string => sharedAddresses[index % sharedAddresses.length] ?? '';

const shareLeadAddress: Kind = (row, context) => {
  const index = recordIndex('Lead', String(row['Id'])) ?? -1;
  return [isShared(context, index) ? { ...row, Email: sharedAddress(index) } : row];
};

/** The contact of a conversion has the address of its lead. */
const shareContactAddress: Kind = (row, context) => {
  const index = (recordIndex('Contact', String(row['Id'])) ?? -1) - context.world.contacts;
  return [index >= 0 && isShared(context, index) ? { ...row, Email: sharedAddress(index) } : row];
};

const giveRecordType: Kind = (row, context) => {
  const { recordTypeIds } = context.untidiness;
  if (recordTypeIds.length === 0) return [row];
  return [{ ...row, RecordTypeId: stream(context, 'record type', row).pick(recordTypeIds) }];
};

/** A queue owns some leads. A converted one belongs to the user who converted it. */
const leaveToQueue: Kind = (row, context) => {
  const { queueId } = context.untidiness;
  const isQueued =
    queueId !== undefined && row['IsConverted'] === 0 && stream(context, 'queue', row).chance(shares.queued);
  return [isQueued ? { ...row, OwnerId: queueId } : row];
};

const giveRole: Kind = (row, { untidiness }) => [{ ...row, UserRoleId: untidiness.roleId ?? null }];

const amounts = ['AnnualRevenue', 'Amount', 'ExpectedRevenue'];

const giveCurrency: Kind = (row, context) => {
  const random = stream(context, 'currency', row);
  const code = random.weighted([
    { value: 'USD', weight: 70 },
    { value: 'EUR', weight: 20 },
    { value: 'GBP', weight: 10 },
  ] as const);
  const converted = amounts.flatMap((name) => {
    const amount = row[name];
    return typeof amount === 'number' ? [[name, Math.round(amount * currencyRates[code])]] : [];
  });
  return [{ ...row, ...Object.fromEntries(converted), CurrencyIsoCode: code }];
};

/** Of each status change of the past: the former name, or the label of the user's language. */
const writeStatusAsThen: Kind = (row, context) => {
  if (row['Field'] !== 'Status') return [row];
  const isTranslated = stream(context, 'language', row).chance(shares.translatedHistory);
  const wasRenamed = String(row['CreatedDate']) >= storedDateTime(context.world.endMs - renamedDaysAgo * dayMs);
  const then = (value: StoredRow[string] | undefined): StoredRow[string] => {
    if (typeof value !== 'string') return null;
    if (isTranslated) return translatedStatuses[value] ?? value;
    return value === leadStatuses.working && !wasRenamed ? formerStatus : value;
  };
  return [{ ...row, OldValue: then(row['OldValue']), NewValue: then(row['NewValue']) }];
};

/** Some leads are closed by mistake or too early and opened again, while they were still open in truth. */
const recycle: Kind = (row, context) => {
  if (row['Field'] !== 'Status' || row['NewValue'] !== leadStatuses.working) return [row];
  const random = stream(context, 'recycled', row);
  if (!random.chance(shares.recycled)) return [row];
  const lead = planLead(context.world, recordIndex('Lead', String(row['LeadId'])) ?? 0);
  const closedMs = Date.parse(String(row['CreatedDate'])) + random.between(3, 20) * dayMs;
  const openedMs = closedMs + random.between(2, 30) * dayMs;
  if (openedMs >= lead.openUntilMs - dayMs) return [row];
  const change = (atMs: number, from: string, to: string): StoredRow => ({
    ...row,
    ...{ Id: context.nextId('LeadHistory'), OldValue: from, NewValue: to, CreatedDate: storedDateTime(atMs) },
  });
  return [
    row,
    change(closedMs, leadStatuses.working, leadStatuses.closed),
    change(openedMs, leadStatuses.closed, leadStatuses.working),
  ];
};

/** Some customers are persons: their account has the name of the person, their contact belongs to it. */
const isPerson = ({ world }: Context, leadIndex: number): boolean =>
  leadIndex >= 0 && new RandomStream(world.seed, 'untidy', 'person', leadIndex).chance(shares.personAccount);

const makePersonAccount: Kind = (row, context) => {
  const index = (recordIndex('Account', String(row['Id'])) ?? -1) - context.world.accounts;
  if (!isPerson(context, index)) {
    return [{ ...row, IsPersonAccount: 0, PersonContactId: null, LastName: null, FirstName: null }];
  }
  const { firstName, lastName } = planLead(context.world, index).identity.person;
  const contact = recordId('Contact', context.world.contacts + index);
  const name = { Name: `${firstName} ${lastName}`, LastName: lastName, FirstName: firstName };
  return [{ ...row, IsPersonAccount: 1, PersonContactId: contact, ...name }];
};

const makePersonContact: Kind = (row, context) => {
  const index = (recordIndex('Contact', String(row['Id'])) ?? -1) - context.world.contacts;
  const hasOwn = row['AccountId'] === recordId('Account', context.world.accounts + index);
  return [{ ...row, IsPersonAccount: hasOwn && isPerson(context, index) ? 1 : 0 }];
};

const kinds: Partial<Record<GeneratedObject, readonly Kind[]>> = {
  User: [giveRole],
  Lead: [shareLeadAddress, giveRecordType, giveCurrency, leaveToQueue],
  LeadHistory: [recycle, writeStatusAsThen],
  Account: [makePersonAccount, giveCurrency],
  Contact: [shareContactAddress, makePersonContact],
  Opportunity: [giveCurrency],
  Event: activityKinds.Event,
  Task: activityKinds.Task,
};

// Far above the numbers of the tidy rows.
const firstFurtherId = 1_000_000_000;

/** A target whose rows arrive untidy. What is true of each lead stays the same. */
export function untidyTarget(target: RowTarget, world: World, untidiness: Untidiness): RowTarget {
  const counts = new Map<GeneratedObject, number>();
  const nextId = (object: GeneratedObject): string => {
    const count = counts.get(object) ?? 0;
    counts.set(object, count + 1);
    return recordId(object, firstFurtherId + count);
  };
  const further = new Map<GeneratedObject, StoredRow[]>();
  const add = (object: GeneratedObject, row: StoredRow): string => {
    const id = nextId(object);
    const rows = further.get(object) ?? [];
    rows.push({ Id: id, ...row });
    further.set(object, rows);
    return id;
  };
  const context: Context = { world, untidiness, nextId, add };
  return {
    transaction: (work) => target.transaction(work),
    insertRaw: (object, rows) => {
      const ofObject = kinds[object as GeneratedObject] ?? [];
      let changed = [...rows] as StoredRow[];
      for (const kind of ofObject) changed = changed.flatMap((row) => kind(row, context));
      target.insertRaw(object, changed);
      for (const [other, added] of further) target.insertRaw(other, added);
      further.clear();
    },
  };
}
