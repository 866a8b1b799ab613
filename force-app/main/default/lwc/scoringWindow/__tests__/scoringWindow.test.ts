import { dayWords, daysOf, timeValue, timeWords, timeZones } from 'c/scoringWindow';

describe('a maintenance window', () => {
  it('has its days in the order of the week, whatever the order of the picklist', () => {
    expect(daysOf({ Days__c: 'Sunday;Monday' })).toEqual(['Monday', 'Sunday']);
    expect(daysOf({})).toEqual([]);
    expect(Object.values(dayWords)).toHaveLength(7);
  });

  it.each([81_000_000, '22:30:00.000Z', '22:30:00.000', '22:30'])('reads %s as half past ten at night', (time) => {
    expect(timeValue(time)).toBe('22:30:00.000');
    expect(timeWords(time)).toMatch(/^10:30\sPM$/);
  });

  it('has no words for a time that is not set', () => {
    expect(timeValue(undefined)).toBe('');
    expect(timeWords(undefined)).toBe('');
  });

  it('may lie in any zone the browser knows, and in the one that is set', () => {
    const zones = timeZones('Europe/Berlin');
    expect(zones[0]).toBe('UTC');
    expect(zones.filter((zone) => zone === 'Europe/Berlin')).toHaveLength(1);
    expect(timeZones('Mars/Olympus')[0]).toBe('Mars/Olympus');
    expect(timeZones('')).not.toContain('');
    expect(new Set(zones).size).toBe(zones.length);
  });
});
