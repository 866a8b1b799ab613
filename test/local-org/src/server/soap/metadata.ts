import { OrgError } from '../../org-error.ts';
import { withDetails } from '../deploys.ts';
import { isObject } from '../json-value.ts';
import type { JsonObject } from '../json-value.ts';
import type { ServerState } from '../server-state.ts';
import { textOf } from './envelope.ts';

type Operation = (state: ServerState, message: JsonObject, userId: string) => unknown;

/** Elements by name, whatever the case of its first letter: clients send `ZipFile` and `zipFile`. */
const child = (message: JsonObject, name: string): unknown =>
  message[name] ?? message[`${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`];

function deploy({ deploys }: ServerState, message: JsonObject, userId: string): unknown {
  const zip = textOf(child(message, 'zipFile'));
  if (zip === undefined) throw new OrgError('INVALID_ZIP_FILE', 'The request has no zip file');
  const options = child(message, 'deployOptions');
  const texts = Object.entries(isObject(options) ? options : {}).map(([name, value]) => [name, textOf(value)] as const);
  const { id } = deploys.start(userId, Buffer.from(zip, 'base64'), Object.fromEntries(texts));
  return { done: false, id, state: 'Queued' };
}

function checkDeployStatus({ deploys }: ServerState, message: JsonObject): unknown {
  const id = textOf(message['asyncProcessId']) ?? textOf(message['id']) ?? '';
  return withDetails(deploys.get(id), textOf(message['includeDetails']) === 'true');
}

/** The operations of the metadata API that are served. */
export const metadataOperations: Readonly<Record<string, Operation>> = { deploy, checkDeployStatus };
