import { ScoringError } from '../domain/scoring-error.ts';
import type { Log } from '../log.ts';
import type { Operations } from '../operations/operations.ts';
import { CallerLimits } from './caller-limits.ts';
import type { LimitOptions } from './caller-limits.ts';
import { checkBody } from './check-body.ts';
import type { Metrics } from './metrics.ts';
import { onError, replyProblem } from './problems.ts';
import { requireCaller } from './require-caller.ts';
import type { ClientContracts } from './require-caller.ts';
import { createRouter, describeApi, registerTokenScheme } from './router.ts';
import type { App } from './router.ts';
import { addConnectionRoutes, addHealthRoutes, addMetricsRoute } from './routes/connection.ts';
import { addGoalRoutes } from './routes/goals.ts';
import { addIdListRoutes } from './routes/id-lists.ts';
import { addModelRoutes } from './routes/models.ts';
import { addReceiptRoutes } from './routes/receipts.ts';
import { addRecordRoutes } from './routes/records.ts';
import { addRunRoutes } from './routes/runs.ts';
import { addScoreRoutes } from './routes/scores.ts';

export type AppOptions = {
  operations: Operations;
  log: Log;
  metrics: Metrics;
  /** True while the service stops; it is then not ready for requests. */
  isStopping?: () => boolean;
  /** Where health and metrics have a listener of their own. */
  healthApp?: App;
  limits?: LimitOptions;
  exposure?: Exposure;
};

/** Who may read what says nothing of the org but much of the service: everybody, callers with a token, or nobody. */
type Exposure = Record<'metrics' | 'openapi', 'open' | 'token' | 'off'>;
const openly: Exposure = { metrics: 'open', openapi: 'open' };

/** One function per resource, in the order of the API's description. */
const resources = [
  addScoreRoutes,
  addGoalRoutes,
  addModelRoutes,
  addReceiptRoutes,
  addRecordRoutes,
  addRunRoutes,
  addIdListRoutes,
];

/** The HTTP API. Everything below /v1 needs a token. */
export function createApp({
  operations,
  log,
  metrics,
  isStopping = () => false,
  healthApp,
  limits,
  exposure = openly,
}: AppOptions): App {
  const app = createRouter();
  const contracts: ClientContracts = new Map();
  app.use(async (context, next) => {
    const requestId = context.get('requestId');
    const startedMs = performance.now();
    await next();
    const ms = performance.now() - startedMs;
    // The route instead of the path, because ids in labels would create a time series per record.
    const route = context.req.routePath;
    metrics.observeRequest(route, context.req.method, context.res.status, ms / 1000);
    if (context.req.path.startsWith('/v1/')) {
      const { tokenId } = context.get('caller') ?? {};
      const fields = { requestId, method: context.req.method, route, status: context.res.status, tokenId };
      log.info('request.answered', { ...fields, ms: Math.round(ms) });
    }
  });
  const callers = requireCaller({
    authenticate: (token, sender) => operations.authenticate(token, sender),
    contracts,
    limits: new CallerLimits(limits),
  });
  app.use('/v1/*', callers);
  app.use('/v1/*', checkBody());
  healthApp?.onError(onError(log));
  addHealthRoutes(healthApp ?? app, { operations, isStopping });
  if (exposure.metrics === 'token') (healthApp ?? app).use('/metrics', callers);
  if (exposure.metrics !== 'off') addMetricsRoute(healthApp ?? app, metrics);
  registerTokenScheme(app);
  addConnectionRoutes(app, operations, contracts);
  for (const addRoutes of resources) addRoutes(app, operations);
  if (exposure.openapi === 'token') app.use('/openapi.json', callers);
  // Made once: it takes milliseconds, and anybody may ask for it.
  let description: object | undefined;
  if (exposure.openapi !== 'off') {
    app.get('/openapi.json', (context) => context.json((description ??= describeApi(app))));
  }
  app.onError(onError(log));
  app.notFound((context) => {
    const { method, path } = context.req;
    const methods = methodsOf(app, path);
    if (methods.length > 0) context.header('Allow', methods.join(', '));
    return replyProblem(context, {
      kind: methods.length > 0 ? 'request.wrong-method' : 'request.invalid',
      detail: `There is no ${method} ${path}.`,
      actions: ['GET /openapi.json lists every route.'],
      status: methods.length > 0 ? 405 : 404,
    });
  });
  return app;
}

/** The methods of the routes that match a path; HEAD works wherever GET does. */
function methodsOf(app: App, path: string): string[] {
  const matching = app.routes.filter(
    ({ method, path: route }) => method !== 'ALL' && new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`).test(path),
  );
  const methods = new Set(matching.map(({ method }) => method));
  return [...methods, ...(methods.has('GET') ? ['HEAD'] : [])];
}

/** Answers until the service has started: it is alive, and every other request has to come again. */
export function createStartingApp(log: Log): App {
  const app = createRouter();
  app.get('/healthz', (context) => context.json({ status: 'alive' }));
  app.get('/readyz', (context) => context.json({ isReady: false, parts: [{ name: 'service', isReady: false }] }, 503));
  app.all('*', () => {
    throw new ScoringError('service.starting', {
      message: 'The service is starting.',
      actions: ['Try again in a minute.'],
    });
  });
  app.onError(onError(log));
  return app;
}
