import { stateOf, textOfException } from '../../apex/library/exceptions.ts';
import { debugLinesOf } from '../../apex/library/transaction.ts';
import { ApexThrow } from '../../apex/apex-throw.ts';
import type { Transaction } from '../../apex/transaction.ts';
import type { OpenedOrg } from '../../open-org.ts';
import { debugLog } from './debug-log.ts';

/** What a block of Apex came to, as the APIs say it: line and column are -1 where nothing is wrong. */
export type AnonymousResult = {
  column: number;
  compileProblem: string | null;
  compiled: boolean;
  exceptionMessage: string | null;
  exceptionStackTrace: string | null;
  line: number;
  success: boolean;
};

const succeeded: AnonymousResult = {
  ...{ column: -1, line: -1, compiled: true, success: true },
  ...{ compileProblem: null, exceptionMessage: null, exceptionStackTrace: null },
};

/** Compiles and runs a block of Apex as a user; `log` is its debug log, empty where it does not compile. */
export async function runAnonymous(
  org: OpenedOrg,
  userId: string,
  source: string,
): Promise<{ result: AnonymousResult; log: string }> {
  const { block, program, problems } = org.apex.program.compileAnonymous(source);
  const [problem] = problems;
  if (block === undefined || problem !== undefined) {
    const { line = 1, column = 1, message = 'Unexpected error' } = problem ?? {};
    return {
      result: { ...succeeded, line, column, compiled: false, success: false, compileProblem: message },
      log: '',
    };
  }
  const t = org.apex.newTransaction(userId);
  t.program = program;
  const main = block.a['trigger'] as ((run: Transaction) => Promise<void>) | undefined;
  const logOf = (failure?: string): string =>
    debugLog({ source, user: t.user, at: t.now(), lines: debugLinesOf(t), ...(failure !== undefined && { failure }) });
  try {
    await org.apex.runAsync(t, async () => main?.(t));
    return { result: succeeded, log: logOf() };
  } catch (error) {
    if (!(error instanceof ApexThrow)) throw error;
    const { stack, line } = stateOf(error.value);
    const text = textOfException(error.value);
    const failure = `${text}\n\n${stack}`;
    return {
      result: { ...succeeded, line, column: 1, success: false, exceptionMessage: text, exceptionStackTrace: stack },
      log: logOf(failure),
    };
  }
}
