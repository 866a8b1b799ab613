import type { RunMessage } from '@plumbline/contract';

/** The line below a message: the measured value beside its limit, and the next step. Empty for messages of old services. */
export function nextStepLine({ nextStep, figure, limit }: RunMessage): string {
  const figures = figure === undefined || limit === undefined ? '' : `Measured: ${figure}, limit: ${limit}. `;
  return nextStep === undefined ? '' : `  ${figures}${nextStep}`;
}

/** Logs each message with its next step below. */
export function logMessages(log: (line: string) => void, messages: readonly RunMessage[]): void {
  for (const message of messages) {
    log(message.text);
    const below = nextStepLine(message);
    if (below !== '') log(below);
  }
}
