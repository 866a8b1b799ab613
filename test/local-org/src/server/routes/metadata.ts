import { OrgError } from '../../org-error.ts';
import type { ApiCall } from '../api-call.ts';
import { withDetails } from '../deploys.ts';
import { isObject, parseJson, readObject } from '../json-value.ts';
import { readMultipart } from '../multipart.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';

function startDeploy({ deploys }: ServerState, { body, headers, userId }: ApiCall): Reply {
  const parts = readMultipart(body, headers['content-type']);
  const zip = parts.find(({ fileName }) => fileName !== undefined);
  if (zip === undefined) throw new OrgError('INVALID_MULTIPART_REQUEST', 'The request has no file part');
  const content = parts.find(({ name }) => name === 'entity_content' || name === 'json');
  const request = content === undefined ? {} : readObject(parseJson(content.content.toString('utf8')), content.name);
  const deployOptions = isObject(request['deployOptions']) ? request['deployOptions'] : {};
  const { id, result } = deploys.start(userId, zip.content, deployOptions);
  const pending = { id, status: 'Pending', done: false, success: false, checkOnly: result['checkOnly'] };
  return json({ id, validatedDeployRequestId: null, deployOptions, deployResult: pending }, 201);
}

function readDeploy({ deploys }: ServerState, { params, query }: ApiCall): Reply {
  const deploy = deploys.get(params['id'] ?? '');
  const deployResult = withDetails(deploy, query.get('includeDetails') === 'true');
  return json({ id: deploy.id, validatedDeployRequestId: null, deployOptions: deploy.options, deployResult });
}

/** Metadata deploys over REST. */
export const metadataRoutes: SyncRoute[] = [
  { method: 'POST', pattern: '/metadata/deployRequest', handle: startDeploy },
  { method: 'GET', pattern: '/metadata/deployRequest/:id', handle: readDeploy },
];
