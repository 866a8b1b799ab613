import { dayMs } from '../../calendar.ts';
import { daysOf, fieldsOf } from './calendar-fields.ts';
import { tagOf } from './number-text.ts';

/** How a locale counts weeks: the day they begin with (0 is Sunday), and the days that a year's first week needs. */
type WeekRule = { firstDay: number; minimalDays: number };

const rules = new Map<string, WeekRule>();

function weekRule(locale: string): WeekRule {
  let rule = rules.get(locale);
  if (rule === undefined) {
    const named = new Intl.Locale(tagOf(locale)) as Intl.Locale & { getWeekInfo(): { firstDay: number } };
    const firstDay = named.getWeekInfo().firstDay % 7;
    // Where weeks begin on Monday, the rule of ISO 8601 holds.
    rule = { firstDay, minimalDays: firstDay === 1 ? 4 : 1 };
    rules.set(locale, rule);
  }
  return rule;
}

export function startOfWeek(days: number, locale: string): number {
  const { weekday } = fieldsOf(days * dayMs);
  return days - ((weekday - weekRule(locale).firstDay + 7) % 7);
}

/** The number of the week that a day is in, when the first week is counted from a day on. */
function weekSince(days: number, start: number, locale: string): number {
  const firstWeek = startOfWeek(start, locale);
  const isFirst = firstWeek + 7 - start >= weekRule(locale).minimalDays;
  return Math.floor((startOfWeek(days, locale) - firstWeek) / 7) + Number(isFirst);
}

export function weekOfMonth(days: number, locale: string): number {
  const { year, month } = fieldsOf(days * dayMs);
  return weekSince(days, daysOf(year, month, 1), locale);
}

/** The week and the year that it belongs to, which is not always that of the day. */
export function weekOfYear(days: number, locale: string): { week: number; year: number } {
  const { year } = fieldsOf(days * dayMs);
  if (weekSince(days, daysOf(year + 1, 1, 1), locale) >= 1) return { week: 1, year: year + 1 };
  const week = weekSince(days, daysOf(year, 1, 1), locale);
  if (week >= 1) return { week, year };
  return { week: weekSince(days, daysOf(year - 1, 1, 1), locale), year: year - 1 };
}
