import { runAnonymous } from '../apex/anonymous.ts';
import type { JsonObject } from '../json-value.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import { nil, soapReply, textOf } from './envelope.ts';
import type { SoapCall, SoapSpace } from './envelope.ts';

type Operation = (state: ServerState, message: JsonObject, userId: string) => Promise<{ result: unknown; log: string }>;

const executeAnonymous: Operation = async ({ org }, message, userId) => {
  const source = textOf(message['apexcode']) ?? textOf(message['String']) ?? '';
  const { result, log } = await runAnonymous(org, userId, source);
  return { result: Object.fromEntries(Object.entries(result).map(([name, value]) => [name, value ?? nil])), log };
};

const operations: Readonly<Record<string, Operation>> = { executeAnonymous };

/** The answer of an operation of the Apex API; undefined for one that is not served. */
export async function answerApexCall(
  state: ServerState,
  { operation, message, header, space, userId }: Omit<SoapCall, 'sessionId'> & { space: SoapSpace; userId: string },
): Promise<Reply | undefined> {
  if (!Object.hasOwn(operations, operation)) return undefined;
  const answer = await operations[operation]?.(state, message, userId);
  if (answer === undefined) return undefined;
  // The log comes with the answer where the call asks for it.
  const debugging = header['DebuggingHeader'] === undefined ? undefined : { DebuggingInfo: { debugLog: answer.log } };
  return soapReply(space, operation, answer.result, debugging);
}
