import { OrgError } from '../../org-error.ts';
import type { ApiCall } from '../api-call.ts';
import { withDetails } from '../deploys.ts';
import { isObject, parseJson, readObject } from '../json-value.ts';
import { readMultipart } from '../multipart.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { AsyncRoute, SyncRoute } from '../sync-route.ts';

function startValidated({ deploys }: ServerState, { body, userId }: ApiCall): Reply {
  const validationId = readObject(parseJson(body.toString('utf8')), 'Request body')['validatedDeployRequestId'];
  const { id, options } = deploys.startValidated(userId, String(validationId));
  return json(
    { id, validatedDeployRequestId: validationId, deployOptions: options, deployResult: pendingResult(id) },
    201,
  );
}

const pendingResult = (id: string, checkOnly: unknown = false) => ({
  id,
  status: 'Pending',
  done: false,
  success: false,
  checkOnly,
});

async function startDeploy(state: ServerState, call: ApiCall): Promise<Reply> {
  const { body, headers, userId } = call;
  if (headers['content-type']?.startsWith('application/json')) return startValidated(state, call);
  const { fields, file } = await readMultipart(body, headers['content-type']);
  if (file === undefined) throw new OrgError('INVALID_MULTIPART_REQUEST', 'The request has no file part');
  // The platform's documentation names the part with the options `json`; jsforce and `sf` send `entity_content`.
  const name = fields.has('json') ? 'json' : 'entity_content';
  const request = fields.has(name) ? readObject(parseJson(fields.get(name) ?? ''), name) : {};
  const deployOptions = isObject(request['deployOptions']) ? request['deployOptions'] : {};
  const { id, result } = state.deploys.start(userId, file, deployOptions);
  const deployResult = pendingResult(id, result['checkOnly']);
  return json({ id, validatedDeployRequestId: null, deployOptions, deployResult }, 201);
}

function readDeploy({ deploys }: ServerState, { params, query }: ApiCall): Reply {
  const deploy = deploys.get(params['id'] ?? '');
  const deployResult = withDetails(deploy, query.get('includeDetails') === 'true');
  return json({ id: deploy.id, validatedDeployRequestId: null, deployOptions: deploy.options, deployResult });
}

function cancelDeploy({ deploys }: ServerState, { body, params }: ApiCall): never {
  const request = readObject(parseJson(body.toString('utf8')), 'Request body');
  const status = isObject(request['deployResult']) ? request['deployResult']['status'] : undefined;
  if (status === 'Canceling') return deploys.cancel(params['id'] ?? '');
  throw new OrgError('INVALID_OPERATION', 'The status of a deploy can only be changed to Canceling');
}

/** Starts a metadata deploy over REST. */
export const deployRoutes: AsyncRoute[] = [{ method: 'POST', pattern: '/metadata/deployRequest', handle: startDeploy }];

/** Metadata deploys that were started. */
export const metadataRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/metadata/deployRequest/:id', handle: readDeploy },
  { method: 'PATCH', pattern: '/metadata/deployRequest/:id', handle: cancelDeploy },
];
