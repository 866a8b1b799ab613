import { platformId } from './platform-id.ts';
import { isObject, parseJson } from './json-value.ts';
import type { JsonObject } from './json-value.ts';
import { json } from './reply.ts';
import type { Reply } from './reply.ts';
import type { ServerState } from './server-state.ts';

const mostSilenceMs = 110_000;

/**
 * The Streaming API as far as clients use it to wait for a test run: they connect and subscribe, and no message comes,
 * because a run is complete when its start returns.
 */
export function answerStreaming({ sessions }: ServerState, token: string, body: Buffer): Reply {
  const parsed = parseJson(body.toString('utf8'));
  const messages = (Array.isArray(parsed) ? parsed : [parsed]).filter(isObject);
  const isKnown = sessions.userOf(token) !== undefined;
  return json(messages.map((message) => (isKnown ? answerMessage(message) : refuse(message))));
}

const refuse = ({ channel, id }: JsonObject): JsonObject => ({
  ...{ channel, id, successful: false, error: '401::Authentication invalid' },
  advice: { reconnect: 'none' },
});

function answerMessage({ channel, id, clientId, subscription }: JsonObject): JsonObject {
  const answer = { channel, id, successful: true };
  switch (channel) {
    case '/meta/handshake':
      return {
        ...answer,
        ...{ version: '1.0', minimumVersion: '1.0', supportedConnectionTypes: ['long-polling'] },
        clientId: platformId('0Cd'),
      };
    case '/meta/connect':
      // It is answered at once, so that no connection is open when the org stops.
      return { ...answer, clientId, advice: { reconnect: 'retry', interval: 1_000, timeout: mostSilenceMs } };
    case '/meta/subscribe':
    case '/meta/unsubscribe':
      return { ...answer, clientId, subscription };
    default:
      return { ...answer, clientId };
  }
}
