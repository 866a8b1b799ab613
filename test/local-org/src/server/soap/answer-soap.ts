import { OrgError } from '../../org-error.ts';
import { knownError } from '../error-table.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import { isRetired } from '../versions.ts';
import { answerApexCall } from './apex.ts';
import { faultReply, readEnvelope, soapReply } from './envelope.ts';
import type { SoapCall, SoapSpace } from './envelope.ts';
import { metadataOperations } from './metadata.ts';
import { login, partnerOperations } from './partner.ts';

const spaces: Readonly<Record<string, SoapSpace>> = {
  u: 'urn:partner.soap.sforce.com',
  m: 'http://soap.sforce.com/2006/04/metadata',
  s: 'http://soap.sforce.com/2006/08/apex',
};

const unknownOperation = (operation: string): OrgError =>
  new OrgError('INVALID_OPERATION', `The local org does not serve the operation ${operation}`);

/** Checks own properties only, because an operation may be named like a function of every object, as `toString`. */
const operationOf = <Operation>(
  operations: Readonly<Record<string, Operation>>,
  name: string,
): Operation | undefined => (Object.hasOwn(operations, name) ? operations[name] : undefined);

async function answerWithSession(
  state: ServerState,
  space: SoapSpace,
  soap: SoapCall,
  apiVersion: string,
): Promise<Reply> {
  const { operation, message, sessionId, header } = soap;
  const userId = state.sessions.userOf(sessionId);
  if (userId === undefined) {
    throw new OrgError('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader', { status: 401 });
  }
  state.usage.count();
  if (state.usage.isExceeded) {
    const { message: text, status } = knownError('REQUEST_LIMIT_EXCEEDED');
    throw new OrgError('REQUEST_LIMIT_EXCEEDED', text, { status });
  }
  if (operation === 'logout' && space === spaces['u']) {
    state.sessions.end(sessionId);
    return soapReply(space, operation, undefined);
  }
  if (operation === 'deploy') state.faults.requireWritable();
  const partner = space === spaces['u'] ? operationOf(partnerOperations, operation) : undefined;
  if (partner !== undefined)
    return soapReply(space, operation, partner(state, { message, userId, apiVersion, header }));
  const metadata = space === spaces['m'] ? operationOf(metadataOperations, operation) : undefined;
  if (metadata !== undefined) return soapReply(space, operation, metadata(state, message, userId));
  const apex =
    space === spaces['s'] ? await answerApexCall(state, { operation, message, header, space, userId }) : undefined;
  if (apex !== undefined) return apex;
  throw unknownOperation(operation);
}

const soapPath = /^\/services\/Soap\/([ums])\/(\d+\.\d)(?:\/\w+)?\/?$/;

/** An error as a fault of the SOAP API at this path; undefined for any other path. */
export function soapRefusal(path: string, error: Pick<OrgError, 'code' | 'message'>): Reply | undefined {
  const space = spaces[soapPath.exec(path)?.[1] ?? ''];
  return space && faultReply(space, error);
}

/** POST `/services/Soap/u/{version}` (partner), `/services/Soap/m/{version}` (metadata), `/services/Soap/s/…` (Apex). */
export async function answerSoap(state: ServerState, path: string, body: Buffer): Promise<Reply | undefined> {
  const [, api = '', apiVersion = ''] = soapPath.exec(path) ?? [];
  const space = spaces[api];
  if (space === undefined) return undefined;
  try {
    if (isRetired(apiVersion)) {
      const code = 'UNSUPPORTED_API_VERSION';
      throw new OrgError(code, knownError(code).message);
    }
    const soap = readEnvelope(body.toString('utf8'));
    if (soap.operation !== 'login') return await answerWithSession(state, space, soap, apiVersion);
    return soapReply(space, soap.operation, login(state, soap.message, apiVersion));
  } catch (error) {
    if (error instanceof OrgError) return faultReply(space, error);
    throw error;
  }
}
