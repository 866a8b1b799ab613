import { createPoll } from 'c/scoringPoll';

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('c-scoring-poll', () => {
  it('looks once after each plan, as long as something is awaited', () => {
    const look = jest.fn();
    let isWaiting = true;
    const poll = createPoll({ look, isWaiting: () => isWaiting });
    poll.plan();
    poll.plan();
    jest.advanceTimersByTime(60_000);
    expect(look).toHaveBeenCalledTimes(1);
    isWaiting = false;
    poll.plan();
    jest.advanceTimersByTime(60_000);
    expect(look).toHaveBeenCalledTimes(1);
    poll.stop();
  });

  it('rests while nobody sees the page, and ends when it is left', () => {
    const look = jest.fn();
    const poll = createPoll({ look, isWaiting: () => true });
    const visibility = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    poll.plan();
    jest.advanceTimersByTime(60_000);
    expect(look).not.toHaveBeenCalled();
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    jest.advanceTimersByTime(5_000);
    expect(look).toHaveBeenCalledTimes(1);
    poll.plan();
    poll.stop();
    document.dispatchEvent(new Event('visibilitychange'));
    jest.advanceTimersByTime(60_000);
    expect(look).toHaveBeenCalledTimes(1);
  });
});
