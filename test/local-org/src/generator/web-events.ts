import { storedDateTime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import { fadingTimes } from './lead-activities.ts';
import { landingPages } from './lead-registration.ts';
import type { Registration } from './lead-registration.ts';
import type { LeadPlan } from './lead-plan.ts';
import { RandomStream } from './random.ts';
import { recordId } from './record-ids.ts';
import type { RowBatch, RowTarget, StoredRow } from './row-batch.ts';
import { systemFields } from './system-fields.ts';
import type { World } from './world.ts';

/** The object that website events are written to, with its fields: a lookup to Lead, a date and time, two texts. */
export type EventObject = { object: string; lead: string; occurredAt: string; kind: string; page: string };

/** How a landing page moves the logit of the conversion; about centred over all leads. A lead without one is average. */
const landingEffects: Record<string, number> = {
  ...{ '/pricing': 0.5, '/demo': 0.45, '/customers': 0.1, '/product': 0.05 },
  ...{ '/blog': -0.35, '/ebook': -0.4, '/careers': -0.7 },
};

/** The logarithm of the page views before a registration moves the logit by this for each standard deviation. */
const visitStrength = 0.3;
const visitMean = 1.19;
const visitDeviation = 0.61;

/** Both effects correlate with the intent, so that without this more leads would convert. */
const centre = -0.15;

/** The pages that a person viewed before the registration, the first one first. */
export function drawVisits(
  world: World,
  index: number,
  { intent, landingPage }: Pick<Registration, 'landingPage'> & { intent: number },
): string[] {
  const random = new RandomStream(world.seed, 'visits', index);
  const count = random.poisson(Math.min(30, Math.exp(0.9 + 0.5 * intent)));
  return Array.from({ length: count }, (_, visit) =>
    visit === 0 && landingPage !== undefined ? landingPage : pageFor(random, intent),
  );
}

const pageFor = (random: RandomStream, intent: number): string =>
  random.weighted(
    landingPages.map(({ page, share, pull }) => ({ value: page, weight: share * Math.exp(pull * intent) })),
  );

/** The logit that the events before a registration add. */
export const effectOfVisits = (visits: readonly string[], landingPage: string | undefined): number =>
  centre +
  (landingEffects[landingPage ?? ''] ?? 0) +
  (visitStrength * (Math.log1p(visits.length) - visitMean)) / visitDeviation;

/** Writes the events of a lead: its page views before it registered, the form, and what it did on the site while it was open. */
export function addWebEvents(batch: RowBatch, world: World, lead: LeadPlan): void {
  if (world.events === undefined) return;
  const random = new RandomStream(world.seed, 'web', lead.index);
  const add = (event: { occurredMs: number; createdMs: number; kind: string; page: string | undefined }): void =>
    batch.addNumbered('WebEvent', {
      lead: recordId('Lead', lead.index),
      occurredAt: storedDateTime(event.occurredMs),
      kind: event.kind,
      page: event.page ?? null,
      OwnerId: lead.owner.id,
      ...systemFields({ atMs: event.createdMs, by: lead.owner.id }),
    });
  // A site learns whose views they were when the person sends the form.
  const { createdMs } = lead;
  const before = lead.visits.map(() => createdMs - random.exponential(4) * dayMs).sort((one, other) => one - other);
  for (const [visit, page] of lead.visits.entries()) {
    add({ occurredMs: Math.floor(before[visit] ?? createdMs), createdMs, kind: 'Page view', page });
  }
  add({ occurredMs: createdMs, createdMs, kind: 'Form', page: lead.registration.landingPage });
  const intent = Math.min(3, lead.intent);
  const days = (lead.openUntilMs - createdMs) / dayMs;
  for (const day of fadingTimes(random, 0.05 * Math.exp(0.6 * intent), days).sort((one, other) => one - other)) {
    const atMs = Math.floor(createdMs + day * dayMs);
    const kind = random.weighted(laterKinds);
    const page = pageFor(random, intent);
    if (atMs > createdMs && atMs < lead.openUntilMs) add({ occurredMs: atMs, createdMs: atMs, kind, page });
  }
}

const laterKinds = [
  { value: 'Page view', weight: 80 },
  { value: 'Download', weight: 14 },
  { value: 'Webinar', weight: 6 },
];

/** A target that writes the rows of events to their object. */
export function eventTarget(target: RowTarget, { object, ...names }: EventObject): RowTarget {
  const renamed = (row: StoredRow): StoredRow =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name in names ? names[name as keyof typeof names] : name, value]),
    );
  return {
    transaction: (work) => target.transaction(work),
    insertRaw: (name, rows) =>
      name === 'WebEvent' ? target.insertRaw(object, [...rows].map(renamed)) : target.insertRaw(name, rows),
  };
}
