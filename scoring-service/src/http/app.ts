import { randomUUID } from 'node:crypto';
import { bodyLimit } from './body-limit.ts';
import type { Log } from '../log.ts';
import type { Operations } from '../operations/operations.ts';
import { createRouter } from './environment.ts';
import type { App } from './environment.ts';
import type { Metrics } from './metrics.ts';
import { describeApi, registerTokenScheme } from './openapi.ts';
import { onError, replyProblem } from './problems.ts';
import { requireCaller } from './require-caller.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addActivateModel } from './routes/activate-model.ts';
import { addCancelRun } from './routes/cancel-run.ts';
import { addCheckConnection } from './routes/check-connection.ts';
import { addCheckDraft } from './routes/check-draft.ts';
import { addCreateIdList } from './routes/create-id-list.ts';
import { addDeleteScores } from './routes/delete-scores.ts';
import { addEvaluateRecords } from './routes/evaluate-records.ts';
import { addForgetRecord } from './routes/forget-record.ts';
import { addListGoalFields } from './routes/list-goal-fields.ts';
import { addListGoals } from './routes/list-goals.ts';
import { addListModels } from './routes/list-models.ts';
import { addListRuns } from './routes/list-runs.ts';
import { addListThresholds } from './routes/list-thresholds.ts';
import { addReadGoal } from './routes/read-goal.ts';
import { addReadReadiness } from './routes/read-readiness.ts';
import { addReadReceipt } from './routes/read-receipt.ts';
import { addReadRun } from './routes/read-run.ts';
import { addReadRunProgress } from './routes/read-run-progress.ts';
import { addReadRunResults } from './routes/read-run-results.ts';
import { addResumeRun } from './routes/resume-run.ts';
import { addSaveIdListPart } from './routes/save-id-list-part.ts';
import { addScoreRecord } from './routes/score-record.ts';
import { addShowScore } from './routes/show-score.ts';
import { addShowModel } from './routes/show-model.ts';
import { addShowModelPage } from './routes/show-model-page.ts';
import { addShowModelVersion } from './routes/show-model-version.ts';
import { addStartRun } from './routes/start-run.ts';
import { addTryChanges } from './routes/try-changes.ts';
import { addVerifyReceipt } from './routes/verify-receipt.ts';

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
