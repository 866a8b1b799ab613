/** What Ctrl-C does to a command: the handler says how to go on, and the command ends with 130, as all of `sf` does. */
export type Interruption = {
  /** Replaces what is done; `undefined` while the command must come to the end of a step first. */
  onInterrupt(handler: (() => void) | undefined): void;
  /** Ends the command now if it was interrupted meanwhile. */
  settle(): void;
  stop(): void;
};

const exitCode = 130;

export function catchInterruption(handler: (() => void) | undefined): Interruption {
  let current = handler;
  let isAsked = false;
  const end = (): void => {
    if (!current) return;
    current();
    process.exit(exitCode);
  };
  const onSignal = (): void => {
    isAsked = true;
    end();
  };
  // Before the listener of `sf` itself, which throws.
  process.prependListener('SIGINT', onSignal);
  process.prependListener('SIGTERM', onSignal);
  return {
    onInterrupt(next) {
      current = next;
    },
    settle() {
      if (isAsked) end();
    },
    stop() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
