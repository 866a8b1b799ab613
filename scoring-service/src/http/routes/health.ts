import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import type { Metrics } from '../metrics.ts';

/** For whoever runs the service: whether it lives, whether it can work, and what it has done. They need no token. */
export function addHealthRoutes(
  app: App,
  { operations, metrics, isStopping }: { operations: Operations; metrics: Metrics; isStopping: () => boolean },
): void {
  app.get('/healthz', (context) => context.json({ status: 'alive' }));
  app.get('/readyz', async (context) => {
    if (isStopping()) return context.json({ isReady: false, parts: [{ name: 'service', isReady: false }] }, 503);
    const health = await operations.checkHealth();
    return context.json(health, health.isReady ? 200 : 503);
  });
  app.get('/metrics', async (context) =>
    context.text(await metrics.render(), 200, { 'Content-Type': metrics.contentType }),
  );
}
