import { serve } from './bulk.ts';
import type { Answer, Asked, BulkRequest } from './bulk.ts';
import { FlowFault } from './flow-fault.ts';
import type { FlowHost } from './flow-host.ts';
import type { Interview } from './interview.ts';
import { InterviewError, runInterview } from './run-interview.ts';
import type { InterviewSteps } from './run-interview.ts';

/** Interviews that start together, with the element that each starts at. */
export type Batch = readonly { interview: Interview; start: string | undefined }[];

type Running = {
  interview: Interview;
  steps: InterviewSteps;
  /** What it waits for; undefined once it has ended. */
  request: BulkRequest | undefined;
};

/** Answers a screen: true to go on, false to stop there. */
export type AnswerScreen = (interview: Interview, screen: string) => boolean;

const noAnswers: AnswerScreen = () => false;

/** `mayWait`: whether actions run after the present transaction, where they may wait for callouts. */
type Driving = { answerScreen: AnswerScreen; mayWait: boolean };

/** Lets interviews run until each asks for something, and serves those at one element together, until all have ended. */
function* drive(
  host: FlowHost,
  batch: Batch,
  { answerScreen, mayWait }: Driving,
): Generator<Promise<Answer[]> | 'rollback', void, Answer[]> {
  const running = batch.map(({ interview, start }): Running => {
    const one: Running = { interview, steps: runInterview(interview, start), request: undefined };
    advance(one, undefined);
    return one;
  });
  for (;;) {
    const waiting = running.filter(({ request }) => request !== undefined);
    if (waiting.length === 0) return;
    for (const group of Map.groupBy(waiting, placeOf).values())
      yield* serveGroup(host, group, { answerScreen, mayWait });
  }
}

/** The element at which an interview waits. */
const placeOf = ({ interview, request }: Running): string =>
  [interview.place.flow, interview.place.element, interview.place.access.mode, objectOf(request)].join('\n');

const objectOf = (request: BulkRequest | undefined): string =>
  request?.kind === 'write' ? `${request.operation} ${request.object}` : request?.kind === 'action' ? request.name : '';

function* serveGroup(
  host: FlowHost,
  group: readonly Running[],
  { answerScreen, mayWait }: Driving,
): Generator<Promise<Answer[]> | 'rollback', void, Answer[]> {
  const kind = group[0]?.request?.kind;
  if (kind === 'rollback') yield 'rollback';
  if (kind === 'screen') {
    for (const one of group) {
      const screen = one.request?.kind === 'screen' ? one.request.screen : '';
      if (answerScreen(one.interview, screen)) continue;
      one.interview.waitsAt = screen;
      one.request = undefined;
    }
  }
  const waiting = group.filter(({ request }) => request !== undefined);
  const asked = waiting.flatMap(({ interview, request }): Asked[] =>
    request === undefined ? [] : [{ access: interview.place.access, request }],
  );
  const served = serve(host, asked, { mayWait });
  const answers = served instanceof Promise ? yield served : served;
  for (const [index, one] of waiting.entries()) advance(one, answers[index] ?? { kind: 'done' });
}

/** An error that no fault path takes is the interview's failure; limits and defects go on to the caller. */
function advance(one: Running, answer: Answer | undefined): void {
  try {
    const { value, done } = answer === undefined ? one.steps.next() : one.steps.next(answer);
    one.request = done === true ? undefined : value;
  } catch (error) {
    one.request = undefined;
    if (error instanceof InterviewError) {
      one.interview.failure = { element: error.element, flow: error.flow, error: error.cause };
    } else if (error instanceof FlowFault) {
      one.interview.failure = { element: undefined, flow: one.interview.flow, error };
    } else throw error;
  }
}

/** Runs interviews inside of the caller's transaction. An action that needs to wait is refused. */
export function runNow(host: FlowHost, batch: Batch, answerScreen: AnswerScreen = noAnswers): void {
  const steps = drive(host, batch, { answerScreen, mayWait: false });
  let result = steps.next();
  while (result.done !== true) {
    if (result.value === 'rollback') {
      result = steps.next([]);
      continue;
    }
    result.value.catch(() => undefined);
    const error = new FlowFault(
      'An Apex error occurred: System.CalloutException: Callout from triggers are currently not supported.',
    );
    result = steps.next(batch.map(() => ({ kind: 'fault', error })));
  }
}

/** Undoes what a transaction has written while its interviews go on. */
class RolledBack extends Error {}

/** Undoes what a transaction has written because interviews failed. */
class InterviewsFailed extends Error {}

/** What an interview is made from: it is made again where its batch is repeated without failed ones. */
export type Seed = () => Batch[number];

/**
 * Runs interviews outside of any transaction: what they write is committed where they wait for an action, and at the
 * end. Interviews that fail are undone and the others run again without them, unless an action has been waited for.
 * Answers the last interview of each seed.
 *
 * @throws FlowAbort when a limit ends the transaction; what it has written is rolled back
 */
export async function runLater(
  host: FlowHost,
  seeds: readonly Seed[],
  answerScreen: AnswerScreen = noAnswers,
): Promise<Interview[]> {
  const batch = seeds.map((seed) => seed());
  const interviews = batch.map(({ interview }) => interview);
  const steps = drive(host, batch, { answerScreen, mayWait: true });
  const hasFailed = (): boolean => interviews.some(({ failure }) => failure !== undefined);
  let input: Answer[] = [];
  let hasCommitted = false;
  for (;;) {
    const result = segment(host, () => {
      const next = steps.next(input);
      if (hasFailed() && next.done === true && !hasCommitted) throw new InterviewsFailed();
      return next;
    });
    if (result === 'ended') return interviews;
    if (result === 'failed') break;
    if (result === 'rollback') continue;
    hasCommitted = true;
    input = await result;
  }
  const sound = seeds.filter((_, index) => interviews[index]?.failure === undefined);
  const again = sound.length === 0 ? [] : await runLater(host, sound, answerScreen);
  return interviews.map((interview) => (interview.failure === undefined ? (again.shift() ?? interview) : interview));
}

function segment(
  host: FlowHost,
  advance: () => IteratorResult<Promise<Answer[]> | 'rollback', void>,
): Promise<Answer[]> | 'rollback' | 'failed' | 'ended' {
  try {
    return host.transaction(() => {
      const result = advance();
      if (result.done === true) return 'ended';
      if (result.value === 'rollback') throw new RolledBack();
      return result.value;
    });
  } catch (error) {
    if (error instanceof RolledBack) return 'rollback';
    if (error instanceof InterviewsFailed) return 'failed';
    throw error;
  }
}
