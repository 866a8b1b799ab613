import { createRoute } from '@hono/zod-openapi';
import { connectionSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { Metrics } from '../metrics.ts';
import type { ClientContracts } from '../require-caller.ts';
import type { App } from '../router.ts';
import { jsonContent, refusals } from './parameters.ts';

/** The connection of service and org. */
export function addConnectionRoutes(app: App, operations: Operations, contracts: ClientContracts): void {
  app.openapi(checkConnectionRoute, async (context) =>
    context.json(await operations.checkConnection(context.get('caller'), contracts), 200),
  );
}

/** Health for operators and their load balancers; these routes need no token. */
export function addHealthRoutes(
  app: App,
  { operations, isStopping }: { operations: Operations; isStopping: () => boolean },
): void {
  app.get('/healthz', (context) => context.json({ status: 'alive' }));
  app.get('/readyz', async (context) => {
    if (isStopping()) return context.json({ isReady: false, parts: [{ name: 'service', isReady: false }] }, 503);
    const health = await operations.checkHealth();
    return context.json(health, health.isReady ? 200 : 503);
  });
}

/** Metrics for operators. */
export function addMetricsRoute(app: App, metrics: Metrics): void {
  app.get('/metrics', async (context) =>
    context.text(await metrics.render(), 200, { 'Content-Type': metrics.contentType }),
  );
}

const checkConnectionRoute = createRoute({
  method: 'get',
  path: '/v1/connection',
  operationId: 'checkConnection',
  summary: 'Whether the service and the org can work together, and what is missing',
  responses: { 200: jsonContent(connectionSchema, 'The checks'), ...refusals },
});
