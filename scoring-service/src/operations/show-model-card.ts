import type { ModelCard } from '@plumbline/contract';
import type { Salesforce, Store } from '../ports.ts';
import { requireModel } from './require-model.ts';

/** The card of the goal's active model. */
export async function showModelCard(
  ports: { salesforce: Salesforce; store: Store },
  goalId: string,
): Promise<ModelCard> {
  const { card } = await requireModel(ports, goalId);
  return card;
}
