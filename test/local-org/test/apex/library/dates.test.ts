import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatenatedPlain, textOfPlain } from '../../../src/apex/library/text-of-plain.ts';
import { plainRun } from '../../../src/apex/plain-run.ts';
import { ApexBlob, ApexEnumValue, ApexObject, ApexTime } from '../../../src/apex/values.ts';
import { callsOf, date, datetime, decimal, double } from './call.ts';

const losAngeles = { user: { timeZone: 'America/Los_Angeles', locale: 'en_US' } };
const berlin = { user: { timeZone: 'Europe/Berlin', locale: 'de_DE' } };

test('Date counts days and months, and clips to the end of a month', () => {
  const call = callsOf('System.Date', losAngeles);
  assert.equal(call('addMonths', date('2026-01-31'), 1), 'Date 2026-02-28');
  assert.equal(call('addMonths', date('2024-03-31'), -1), 'Date 2024-02-29');
  assert.equal(call('addYears', date('2024-02-29'), 1), 'Date 2025-02-28');
  assert.equal(call('newInstance', 2025, 13, 1), 'Date 2026-01-01');
  assert.equal(call('daysBetween', date('2008-01-01'), date('2008-01-30')), 29);
  assert.equal(call('monthsBetween', date('2006-12-02'), date('2012-12-08')), 72);
  assert.equal(call('daysInMonth', 1960, 2), 29);
  assert.equal(call('isLeapYear', 1900), false);
  assert.equal(call('dayOfYear', date('1998-10-21')), 294);
  assert.equal(call('toStartOfMonth', date('1987-12-17')), 'Date 1987-12-01');
  assert.equal(call('today'), 'Date 2026-01-31');
});

test('Date follows the locale of the user', () => {
  const call = callsOf('System.Date', losAngeles);
  const german = callsOf('System.Date', berlin);
  assert.equal(call('format', date('2001-03-21')), '3/21/2001');
  assert.equal(german('format', date('2001-03-21')), '21.03.2001');
  assert.equal(call('toStartOfWeek', date('2026-01-31')), 'Date 2026-01-25');
  assert.equal(german('toStartOfWeek', date('2026-01-31')), 'Date 2026-01-26');
  assert.equal(call('parse', '12/27/2009'), 'Date 2009-12-27');
  assert.equal(german('parse', '27.12.2009'), 'Date 2009-12-27');
  assert.equal(call('parse', '27.12.2009'), 'System.TypeException: Invalid date: 27.12.2009');
});

test('Date reads the standard form', () => {
  const call = callsOf('System.Date', losAngeles);
  assert.equal(call('valueOf', '2026-1-5'), 'Date 2026-01-05');
  assert.equal(call('valueOf', '2026-01-05 12:00:00'), 'Date 2026-01-05');
  assert.equal(call('valueOf', datetime('2026-01-05T02:00Z')), 'Date 2026-01-04');
  assert.equal(call('valueOf', '5.1.2026'), 'System.TypeException: Invalid date: 5.1.2026');
  assert.equal(call('valueOf', null), 'System.NullPointerException: Argument cannot be null.');
});

test('Datetime is in the zone of the user, and in GMT where the name says so', () => {
  const call = callsOf('System.Datetime', losAngeles);
  const time = datetime('2026-01-31T02:03:04.005Z');
  assert.equal(call('newInstance', 1997, 1, 31, 7, 8, 16), 'Datetime 1997-01-31T15:08:16.000Z');
  assert.equal(call('newInstanceGmt', 1996, 3, 22), 'Datetime 1996-03-22T00:00:00.000Z');
  assert.equal(call('newInstance', date('2026-07-01'), new ApexTime(60_000)), 'Datetime 2026-07-01T07:01:00.000Z');
  assert.deepEqual([call('day', time), call('dayGmt', time), call('hour', time)], [30, 31, 18]);
  assert.deepEqual([call('date', time), call('timeGmt', time)], ['Date 2026-01-30', 'Time 02:03:04.005']);
  assert.equal(call('valueOf', '2026-07-01 10:00:00'), 'Datetime 2026-07-01T17:00:00.000Z');
  assert.equal(call('valueOfGmt', '2026-07-01 10:00:00'), 'Datetime 2026-07-01T10:00:00.000Z');
  assert.equal(call('valueOf', '2026-07-01'), 'System.TypeException: Invalid date/time: 2026-07-01');
  assert.equal(call('parse', '10/14/2011 11:46 AM'), 'Datetime 2011-10-14T18:46:00.000Z');
});

test('a time that the clocks skip or show twice is read as in Java', () => {
  const call = callsOf('System.Datetime', losAngeles);
  assert.equal(call('newInstance', 2026, 3, 8, 2, 30, 0), 'Datetime 2026-03-08T10:30:00.000Z');
  assert.equal(call('newInstance', 2026, 11, 1, 1, 30, 0), 'Datetime 2026-11-01T09:30:00.000Z');
  assert.equal(call('addDays', datetime('2026-03-07T20:00Z'), 1), 'Datetime 2026-03-08T19:00:00.000Z');
  assert.equal(call('addHours', datetime('2026-03-07T20:00Z'), 24), 'Datetime 2026-03-08T20:00:00.000Z');
});

test('Datetime is written by patterns and by locale', () => {
  const call = callsOf('System.Datetime', losAngeles);
  const time = datetime('2026-01-31T02:03:04.005Z');
  assert.equal(call('format', time), '1/30/2026, 6:03 PM');
  assert.equal(callsOf('System.Datetime', berlin)('format', time), '31.01.2026, 03:03');
  assert.equal(call('formatLong', time), '1/30/2026, 6:03:04 PM PST');
  assert.equal(
    call('format', time, "EEE, d MMM yyyy HH:mm:ss Z 'o''clock'"),
    "Fri, 30 Jan 2026 18:03:04 -0800 o'clock",
  );
  assert.equal(call('format', time, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", 'Asia/Kolkata'), '2026-01-31T07:33:04.005+05:30');
  assert.equal(call('formatGmt', time, 'yy EEEE MMMM h:mm a z D w u'), '26 Saturday January 2:03 AM GMT 31 5 6');
  assert.equal(call('format', time, 'zzzz z', 'Europe/Berlin'), 'Central European Standard Time CET');
  assert.equal(call('format', time, 'b'), "System.StringException: Illegal pattern character 'b'");
});

test('Time begins again after midnight', () => {
  const call = callsOf('System.Time', losAngeles);
  assert.equal(call('newInstance', 18, 30, 2, 20), 'Time 18:30:02.020');
  assert.equal(call('addHours', new ApexTime(23 * 3_600_000), 3), 'Time 02:00:00.000');
  assert.equal(call('addMinutes', new ApexTime(0), -1), 'Time 23:59:00.000');
});

test('TimeZone has a name and offsets', () => {
  const call = callsOf('System.TimeZone', losAngeles);
  const zone = call('getTimeZone', 'America/Los_Angeles');
  assert.ok(zone instanceof ApexObject);
  assert.equal(call('getDisplayName', zone), '(GMT-08:00) Pacific Standard Time (America/Los_Angeles)');
  assert.equal(call('getOffset', zone, datetime('2026-07-01T00:00Z')), -25_200_000);
  const unknown = call('getTimeZone', 'Nowhere/Land');
  assert.ok(unknown instanceof ApexObject);
  assert.equal(call('getID', unknown), 'GMT');
});

test('values have a text by String.valueOf, and dates another one in a concatenation', () => {
  const run = plainRun(losAngeles);
  assert.equal(textOfPlain(double(1e10), run), '1.0E10');
  assert.equal(textOfPlain(double(0.0001), run), '1.0E-4');
  assert.equal(textOfPlain(double(100), run), '100.0');
  assert.equal(textOfPlain(decimal('12.50'), run), '12.50');
  assert.equal(textOfPlain(date('2026-01-31'), run), '2026-01-31');
  assert.equal(concatenatedPlain(date('2026-01-31'), run), '2026-01-31 00:00:00');
  assert.equal(textOfPlain(datetime('2026-01-31T02:00Z'), run), '2026-01-30 18:00:00');
  assert.equal(concatenatedPlain(datetime('2026-01-31T02:00Z'), run), '2026-01-31 02:00:00');
  assert.equal(textOfPlain(new ApexTime(43_200_000), run), '12:00:00.000Z');
  assert.equal(textOfPlain(new ApexBlob(new Uint8Array(5)), run), 'Blob[5]');
  assert.equal(textOfPlain(new ApexEnumValue('A.B', 'ONE', 0), run), 'ONE');
  assert.equal(textOfPlain(true, run), 'true');
  assert.equal(textOfPlain(null, run), 'null');
});
