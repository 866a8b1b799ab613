import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { Operations } from '../operations/operations.ts';
import type { Metrics } from './metrics.ts';
import { onError, replyProblem } from './problems.ts';
import { bodyLimit, requireCaller } from './require-caller.ts';
import { createRouter, describeApi, registerTokenScheme } from './router.ts';
import type { App } from './router.ts';
import { addHealthRoutes, addCheckConnection } from './routes/connection.ts';
import {
  addCheckDraft,
  addListGoalFields,
  addListGoals,
  addListThresholds,
  addReadGoal,
  addReadReadiness,
} from './routes/goals.ts';
import { addCreateIdList, addSaveIdListPart } from './routes/id-lists.ts';
import {
  addActivateModel,
  addListModels,
  addShowModel,
  addShowModelPage,
  addShowModelVersion,
} from './routes/models.ts';
import { addReadReceipt, addVerifyReceipt } from './routes/receipts.ts';
import {
  addCancelRun,
  addListRuns,
  addReadRun,
  addReadRunProgress,
  addReadRunResults,
  addResumeRun,
  addStartRun,
} from './routes/runs.ts';
import {
  addDeleteScores,
  addEvaluateRecords,
  addForgetRecord,
  addScoreRecord,
  addShowScore,
  addTryChanges,
} from './routes/scores.ts';

export type AppOptions = {
  operations: Operations;
  log: Log;
  metrics: Metrics;
  /** While true the service is not ready for more. */
  isStopping?: () => boolean;
};

const routes = [
  addScoreRecord,
  addEvaluateRecords,
  addShowScore,
  addListGoals,
  addListGoalFields,
  addListThresholds,
  addReadGoal,
  addReadReadiness,
  addCheckDraft,
  addCheckConnection,
  addShowModel,
  addListModels,
  addShowModelVersion,
  addShowModelPage,
  addActivateModel,
  addReadReceipt,
  addVerifyReceipt,
  addTryChanges,
  addForgetRecord,
  addStartRun,
  addDeleteScores,
  addListRuns,
  addReadRun,
  addReadRunProgress,
  addReadRunResults,
  addCancelRun,
  addResumeRun,
  addCreateIdList,
  addSaveIdListPart,
];

const requestIdPattern = /^[\w.-]{1,64}$/;

/** The HTTP API. Everything below /v1 needs a token. */
export function createApp({ operations, log, metrics, isStopping = () => false }: AppOptions): App {
  const app = createRouter();
  app.use(async (context, next) => {
    const given = context.req.header('X-Request-Id') ?? '';
    const requestId = requestIdPattern.test(given) ? given : randomUUID();
    context.set('requestId', requestId);
    context.header('X-Request-Id', requestId);
    const startedMs = performance.now();
    await next();
    const ms = performance.now() - startedMs;
    // The route, not the path: ids in labels would make a new series for every record.
    const route = context.req.routePath;
    metrics.observeRequest(route, context.req.method, context.res.status, ms / 1000);
    if (context.req.path.startsWith('/v1/')) {
      const { tokenId } = context.get('caller') ?? {};
      const fields = { requestId, method: context.req.method, route, status: context.res.status, tokenId };
      log.info('request.answered', { ...fields, ms: Math.round(ms) });
    }
  });
  app.use(
    '/v1/*',
    requireCaller((token) => operations.authenticate(token)),
  );
  app.use('/v1/*', bodyLimit());
  addHealthRoutes(app, { operations, metrics, isStopping });
  registerTokenScheme(app);
  for (const add of routes) add(app, operations);
  app.get('/openapi.json', (context) => context.json(describeApi(app)));
  app.onError(onError(log));
  app.notFound((context) =>
    replyProblem(context, {
      kind: 'request.invalid',
      detail: `There is no ${context.req.method} ${context.req.path}.`,
      actions: ['GET /openapi.json lists every route.'],
      status: 404,
    }),
  );
  return app;
}
