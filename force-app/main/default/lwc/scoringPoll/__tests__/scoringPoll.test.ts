import { createPoll } from 'c/scoringPoll';

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('c-scoring-poll', () => {
  it('refreshes once after each schedule, as long as there is something to wait for', () => {
    const refresh = jest.fn();
    let isWaiting = true;
    const poll = createPoll({ refresh, isWaiting: () => isWaiting });
    poll.schedule();
    poll.schedule();
    jest.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    isWaiting = false;
    poll.schedule();
    jest.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    poll.stop();
  });

  it('pauses while the page is hidden, and stops when it is left', () => {
    const refresh = jest.fn();
    const poll = createPoll({ refresh, isWaiting: () => true });
    const visibility = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    poll.schedule();
    jest.advanceTimersByTime(60_000);
    expect(refresh).not.toHaveBeenCalled();
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    jest.advanceTimersByTime(5_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    poll.schedule();
    poll.stop();
    document.dispatchEvent(new Event('visibilitychange'));
    jest.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
