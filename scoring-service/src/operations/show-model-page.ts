import { renderModelPage } from '../domain/model/page/model-page.ts';
import type { Store } from '../ports.ts';
import { showModel } from './list-models.ts';

/** The card of a model as one page of HTML. Throws ScoringError `model.not-found`. */
export async function showModelPage(
  ports: { store: Pick<Store, 'modelCards'> },
  goalId: string,
  version: string,
): Promise<string> {
  return renderModelPage(await showModel(ports, goalId, version));
}
