import { storedDateTime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import { fadingTimes } from './lead-activities.ts';
import type { LeadPlan } from './lead-plan.ts';
import { pageFor } from './lead-visits.ts';
import { RandomStream } from './random.ts';
import { recordId } from './record-ids.ts';
import type { RowBatch, RowTarget, StoredRow } from './row-batch.ts';
import { systemFields } from './system-fields.ts';
import type { EventObject, World } from './world.ts';

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
