import { bareName } from '../../metadata/manifest.ts';
import type { Member } from '../../metadata/manifest.ts';
import { OrgError } from '../../org-error.ts';
import { withDetails } from '../deploys.ts';
import { isObject } from '../json-value.ts';
import type { JsonObject } from '../json-value.ts';
import { describeMetadata, listMetadata } from '../metadata-listing.ts';
import type { ServerState } from '../server-state.ts';
import { listOf, textOf } from './envelope.ts';

type Operation = (state: ServerState, message: JsonObject, userId: string) => unknown;

/** Elements by name, ignoring the case of the first letter: clients send `ZipFile` and `zipFile`. */
const child = (message: JsonObject, name: string): unknown =>
  message[name] ?? message[`${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`];

const textsOf = (element: unknown): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(isObject(element) ? element : {}).map(([name, value]) => [name, textOf(value)]));

function deploy({ deploys }: ServerState, message: JsonObject, userId: string): unknown {
  const zip = textOf(child(message, 'zipFile'));
  if (zip === undefined) throw new OrgError('INVALID_ZIP_FILE', 'The request has no zip file');
  const given = child(message, 'deployOptions');
  // The only option that may occur several times.
  const runTests = listOf(isObject(given) ? given['runTests'] : undefined).flatMap((one) => textOf(one) ?? []);
  const { id } = deploys.start(userId, Buffer.from(zip, 'base64'), { ...textsOf(given), runTests });
  return { done: false, id, state: 'Queued' };
}

function deployRecentValidation({ deploys }: ServerState, message: JsonObject, userId: string): unknown {
  return deploys.startValidated(userId, textOf(message['validationId']) ?? '').id;
}

function cancelDeploy({ deploys }: ServerState, message: JsonObject): never {
  return deploys.cancel(textOf(message['String']) ?? textOf(message['id']) ?? '');
}

const processId = (message: JsonObject): string => textOf(message['asyncProcessId']) ?? textOf(message['id']) ?? '';

function checkDeployStatus({ deploys }: ServerState, message: JsonObject): unknown {
  return withDetails(deploys.get(processId(message)), textOf(message['includeDetails']) === 'true');
}

/** The members of the `unpackaged` manifest of a retrieve. */
function membersOf(unpackaged: unknown): Member[] {
  return listOf(isObject(unpackaged) ? unpackaged['types'] : undefined).flatMap((types) => {
    if (!isObject(types)) return [];
    const type = textOf(types['name']) ?? '';
    return listOf(types['members']).flatMap((member) => ({ type, fullName: bareName(textOf(member) ?? '') }));
  });
}

function retrieve({ retrieves }: ServerState, message: JsonObject, userId: string): unknown {
  const request = child(message, 'retrieveRequest') ?? child(message, 'request');
  if (!isObject(request)) throw new OrgError('INVALID_OPERATION', 'The request has no retrieveRequest');
  const apiVersion = textOf(request['apiVersion']) ?? '65.0';
  const singlePackage = textOf(request['singlePackage']) === 'true';
  const id = retrieves.start(userId, { members: membersOf(request['unpackaged']), apiVersion, singlePackage });
  return { done: false, id, state: 'Queued' };
}

function checkRetrieveStatus({ retrieves }: ServerState, message: JsonObject): unknown {
  const { zipFile, ...result } = retrieves.get(processId(message));
  return textOf(message['includeZip']) === 'false' ? result : { ...result, zipFile };
}

function list({ org }: ServerState, message: JsonObject, userId: string): unknown {
  return listOf(message['queries']).flatMap((query) => {
    const { type = '', folder } = textsOf(query);
    return listMetadata(org, userId, { type, folder });
  });
}

/** The operations of the metadata API that are served. */
export const metadataOperations: Readonly<Record<string, Operation>> = {
  deploy,
  deployRecentValidation,
  cancelDeploy,
  checkDeployStatus,
  retrieve,
  checkRetrieveStatus,
  describeMetadata,
  listMetadata: list,
};
