import { callAura } from '../apex/aura.ts';
import { OrgError } from '../org-error.ts';
import { knownError } from './error-table.ts';
import { json } from './reply.ts';
import type { Reply } from './reply.ts';
import type { ServerState } from './server-state.ts';

/** Whether a path calls Apex for a component: `/aura/apex/Class.method`. */
export const auraMethod = (path: string): [className: string, method: string] | undefined => {
  const [, className, method] = /^\/aura\/apex\/(\w+)\.(\w+)$/.exec(path) ?? [];
  return className === undefined || method === undefined ? undefined : [className, method];
};

/**
 * Calls a method for a component with the parameters in the body. Status 200 with `returnValue`, 500 with the error as
 * Lightning hands it to the component.
 *
 * @throws OrgError `INVALID_SESSION_ID` without a session
 */
export async function answerAura(
  { org, sessions }: ServerState,
  { target: [className, method], token, body }: { target: [string, string]; token: string; body: Buffer },
): Promise<Reply> {
  const userId = sessions.userOf(token);
  if (userId === undefined) {
    const { message, status } = knownError('INVALID_SESSION_ID');
    throw new OrgError('INVALID_SESSION_ID', message, { status });
  }
  const text = body.toString('utf8');
  const parameters = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  const answer = await callAura(org.apex, { userId, className, method, parameters });
  return 'error' in answer ? json(answer, 500) : json(answer);
}
