/** Refreshes a page while the service works on something that the page shows. */
export type Poll = {
  /** Call it when the page has new data: it schedules the next refresh, or none. */
  schedule(): void;
  /** Call it when the page is left. */
  stop(): void;
};

const pauseMs = 5_000;

/** Refreshes after a pause, as long as there is something to wait for and the page is visible. */
export function createPoll({ refresh, isWaiting }: { refresh(): unknown; isWaiting(): boolean }): Poll {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isListening = false;
  const schedule = (): void => {
    clearTimeout(timer);
    if (!isListening) document.addEventListener('visibilitychange', schedule);
    isListening = true;
    if (document.visibilityState === 'visible' && isWaiting()) timer = setTimeout(refresh, pauseMs);
  };
  return {
    schedule,
    stop(): void {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', schedule);
      isListening = false;
    },
  };
}
