import { deleteSecrets, findSecrets, keepSecrets } from '../../apex/credential-secrets.ts';
import { principalsOf } from '../../apex/callouts.ts';
import { childText } from '../../metadata/xml.ts';
import { OrgError } from '../../org-error.ts';
import type { ApiCall } from '../api-call.ts';
import { json, noContent } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';

type Principal = { externalCredential: string; principalName: string };

/** The credentials of a principal, as the Connect REST API sends them. */
type CredentialBody = Partial<Principal> & { credentials?: Record<string, { value?: unknown }> };

function requirePrincipal({ org }: ServerState, userId: string, given: Partial<Principal>): Principal {
  if (!org.isAdministrator(userId)) {
    throw new OrgError('INSUFFICIENT_ACCESS', 'You do not have access to manage credentials.', { status: 403 });
  }
  const { externalCredential = '', principalName = '' } = given;
  const found = org
    .components('ExternalCredential')
    .find(({ fullName }) => fullName.toLowerCase() === externalCredential.toLowerCase());
  const names = principalsOf(found?.body ?? {}).map((one) => childText(one, 'parameterName') ?? '');
  const name = names.find((one) => one.toLowerCase() === principalName.toLowerCase());
  if (found === undefined || name === undefined) {
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  }
  return { externalCredential: found.fullName, principalName: name };
}

const readQuery = ({ query }: ApiCall): Partial<Principal> => ({
  externalCredential: query.get('externalCredential') ?? '',
  principalName: query.get('principalName') ?? '',
});

const readBody = ({ body }: ApiCall): CredentialBody => JSON.parse(body.toString('utf8')) as CredentialBody;

/** The state of a principal's credentials; values never leave the org. */
function show({ org }: ServerState, principal: Principal): Reply {
  const values = findSecrets(org.kept, principal)?.values ?? {};
  const credentials = Object.keys(values).map((name) => [name, { encrypted: true, revision: 1, value: null }]);
  return json({
    authenticationProtocol: 'Custom',
    authenticationProtocolVariant: null,
    authenticationStatus: Object.keys(values).length > 0 ? 'Configured' : 'Unknown',
    credentials: Object.fromEntries(credentials) as Record<string, unknown>,
    ...principal,
    principalType: 'NamedPrincipal',
  });
}

function save(state: ServerState, call: ApiCall): Reply {
  const body = readBody(call);
  const principal = requirePrincipal(state, call.userId, body);
  const before = findSecrets(state.org.kept, principal);
  if (call.method === 'POST' && before !== undefined) {
    throw new OrgError('INVALID_INPUT', 'Credentials exist for this principal: update them.', { status: 400 });
  }
  const given = Object.entries(body.credentials ?? {}).map(([name, { value }]) => [name, String(value)]);
  const kept = call.method === 'PATCH' ? (before?.values ?? {}) : {};
  keepSecrets(state.org.kept, {
    ...principal,
    values: { ...kept, ...(Object.fromEntries(given) as Record<string, string>) },
  });
  return show(state, principal);
}

const pattern = '/named-credentials/credential';

/** Secrets of external credentials: an administrator enters them, and only callouts read them. */
export const namedCredentialRoutes: readonly SyncRoute[] = [
  {
    method: 'GET',
    pattern,
    handle: (state, call) => show(state, requirePrincipal(state, call.userId, readQuery(call))),
  },
  ...['POST', 'PUT', 'PATCH'].map((method): SyncRoute => ({ method, pattern, handle: save })),
  {
    method: 'DELETE',
    pattern,
    handle: (state, call) => {
      deleteSecrets(state.org.kept, requirePrincipal(state, call.userId, readQuery(call)));
      return noContent();
    },
  },
];
