import { ApexError } from './apex-error.ts';
import type { ViewerAccess } from './viewer-access.ts';

/** The service as the org's Named Credential knows it: a token for each principal. */
export type ServiceCredential = { url: string; tokens: { manage: string; score: string } };

/** A call of the service that Apex made for a viewer. */
export type Callout = { method: string; path: string; status: number | undefined };

const managing = ['ScoringAdmin'];
const scoring = ['ScoringUser', 'ScoringModelViewer'];

/** As with the principals of an external credential, the permission set decides which token is used. */
function tokenFor({ permissionSets }: ViewerAccess, { tokens }: ServiceCredential): string {
  if (permissionSets.some((name) => managing.includes(name))) return tokens.manage;
  if (permissionSets.some((name) => scoring.includes(name))) return tokens.score;
  throw new ApexError("We couldn't access the credential(s). You might not have the required permissions.");
}

type Problem = { detail: string; actions: string[] };

/** Makes one callout and returns its JSON as text. Throws ApexError with the service's text and first action. */
export async function callService(
  viewer: ViewerAccess,
  { credential, callouts }: { credential: ServiceCredential; callouts: Callout[] },
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<string> {
  const token = tokenFor(viewer, credential);
  // A session id begins with the id of its org.
  const [orgId = ''] = (viewer.connection.accessToken ?? '').split('!');
  const callout: Callout = { method, path, status: undefined };
  callouts.push(callout);
  const response = await fetch(`${credential.url}${path}`, {
    method,
    headers: {
      ...{ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...{ 'Plumbline-Org-Id': orgId, 'Plumbline-Client': 'package', 'Plumbline-Contract-Version': '1' },
    },
    signal: AbortSignal.timeout(20_000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new ApexError(unreachable(cause));
  });
  callout.status = response.status;
  const text = await response.text();
  if (response.ok) return text;
  const { detail, actions } = JSON.parse(text) as Problem;
  throw new ApexError([detail, ...actions.slice(0, 1)].join(' '));
}

const unreachable = (cause: unknown): string =>
  `The scoring service does not answer (${cause instanceof Error ? cause.name : 'no connection'}). Try again; if it stays away, tell your administrator to check the connection on the Setup tab.`;
