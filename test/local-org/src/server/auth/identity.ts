import { json, text } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import { readUser } from '../user-record.ts';

/** GET `/services/oauth2/userinfo` and `/id/{org}/{user}`. */
export function answerIdentity({ org, sessions, url }: ServerState, token: string): Reply {
  const userId = sessions.userOf(token);
  if (userId === undefined) return text('text/html;charset=UTF-8', 'Bad_OAuth_Token', 403);
  const user = readUser(org, userId);
  const id = `${url}/id/${org.id}/${userId}`;
  return json({
    id,
    sub: id,
    asserted_user: true,
    user_id: userId,
    organization_id: org.id,
    username: user.username,
    preferred_username: user.username,
    nick_name: user.alias,
    display_name: user.name,
    name: user.name,
    email: user.email,
    email_verified: true,
    user_type: 'STANDARD',
    active: true,
    language: 'en_US',
    locale: 'en_US',
    timezone: 'GMT',
    zoneinfo: 'GMT',
    utcOffset: 0,
    urls: {
      rest: `${url}/services/data/v{version}/`,
      query: `${url}/services/data/v{version}/query/`,
      sobjects: `${url}/services/data/v{version}/sobjects/`,
      metadata: `${url}/services/Soap/m/{version}/${org.id}`,
      partner: `${url}/services/Soap/u/{version}/${org.id}`,
    },
  });
}

/** POST or GET `/services/oauth2/revoke`. */
export function answerRevoke({ sessions }: ServerState, form: URLSearchParams): Reply {
  if (sessions.end(form.get('token') ?? '')) return text('text/plain', '');
  return text('application/x-www-form-urlencoded', 'error=invalid_token&error_description=invalid+token', 400);
}
