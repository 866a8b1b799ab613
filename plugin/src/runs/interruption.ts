/** Handles Ctrl-C: the handler shows how to continue, and the command exits with 130, as all of `sf` does. */
export type Interruption = {
  /** Replaces the handler; with `undefined`, an interruption waits until `settle`. */
  onInterrupt(handler: (() => void) | undefined): void;
  /** Exits now if the command was interrupted in the meantime. */
  settle(): void;
  stop(): void;
};

const exitCode = 130;

export function catchInterruption(handler: (() => void) | undefined): Interruption {
  let current = handler;
  let isInterrupted = false;
  const end = (): void => {
    if (!current) return;
    current();
    process.exit(exitCode);
  };
  const onSignal = (): void => {
    isInterrupted = true;
    end();
  };
  // Runs before the listener of `sf`, which throws.
  process.prependListener('SIGINT', onSignal);
  process.prependListener('SIGTERM', onSignal);
  return {
    onInterrupt(next) {
      current = next;
    },
    settle() {
      if (isInterrupted) end();
    },
    stop() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
