import { addCampaign } from './campaign-rows.ts';
import { addCustomer } from './customer-rows.ts';
import { addLead } from './lead-rows.ts';
import { RowBatch } from './row-batch.ts';
import type { RowTarget } from './row-batch.ts';
import { untidyTarget } from './untidy-rows.ts';
import { addUser } from './user-rows.ts';
import { eventTarget } from './web-events.ts';
import { createWorld } from './world.ts';
import type { GeneratorOptions, World } from './world.ts';

export type GeneratorProgress = { step: 'customers' | 'leads'; done: number; total: number };

export type GenerateOptions = GeneratorOptions & {
  /** The profile of the sales users; they have none when it is absent. */
  profileId?: string;
  onProgress?: (progress: GeneratorProgress) => void;
  /** Stops between batches; what is written stays. */
  signal?: AbortSignal;
};

/** Yields to timers, sockets and signals between batches. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Step = {
  step: GeneratorProgress['step'];
  total: number;
  add: (batch: RowBatch, world: World, index: number) => void;
};

/**
 * Fills an org with a realistic history: users, campaigns, customers with their contacts, activities and opportunities,
 * then the leads in order of creation. The fields in `test/fixtures/generated-org` must be deployed before.
 * Memory does not grow with the number of leads.
 *
 * @returns the number of rows written of each object
 * @throws RangeError when an option is out of range; the reason of the signal when it is aborted
 */
export async function generateOrg(target: RowTarget, options: GenerateOptions): Promise<Record<string, number>> {
  const { profileId, untidy, onProgress, signal } = options;
  const world = createWorld(options);
  const written = world.events === undefined ? target : eventTarget(target, world.events);
  const batch = new RowBatch(untidy === undefined ? written : untidyTarget(written, world, untidy));
  for (let index = 0; index < world.users; index += 1) addUser(batch, world, { index, profileId });
  for (const campaign of world.campaigns) addCampaign(batch, world, campaign);
  const steps: readonly Step[] = [
    { step: 'customers', total: world.accounts, add: addCustomer },
    { step: 'leads', total: world.leads, add: addLead },
  ];
  for (const { step, total, add } of steps) {
    for (let index = 0; index < total; index += 1) {
      add(batch, world, index);
      if (!batch.flushIfFull()) continue;
      onProgress?.({ step, done: index + 1, total });
      await breathe();
      signal?.throwIfAborted();
    }
    onProgress?.({ step, done: total, total });
  }
  batch.flush();
  return batch.counts;
}
