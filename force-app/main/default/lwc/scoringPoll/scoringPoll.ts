/** Looking again for what the service does in its own time. */
export type Poll = {
  /** To be called when the page appears and after each answer: sets the next look, or none. */
  plan(): void;
  /** To be called when the page is left. */
  stop(): void;
};

const pauseMs = 5_000;

/** Looks again after a pause, as long as there is something to wait for and somebody sees the page. */
export function createPoll({ look, isWaiting }: { look(): unknown; isWaiting(): boolean }): Poll {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isListening = false;
  const plan = (): void => {
    clearTimeout(timer);
    if (!isListening) document.addEventListener('visibilitychange', plan);
    isListening = true;
    if (document.visibilityState === 'visible' && isWaiting()) timer = setTimeout(look, pauseMs);
  };
  return {
    plan,
    stop(): void {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', plan);
      isListening = false;
    },
  };
}
