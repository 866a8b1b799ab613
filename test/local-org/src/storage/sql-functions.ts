import type { Clock } from '../clock.ts';
import { zoneOffset } from '../soql/date-literals.ts';
import type { Database } from './database.ts';

/** SQL functions for translated SOQL and derived columns that SQLite does not have. */
export function addSqlFunctions(database: Database, clock: Clock): void {
  database.addFunction('org_today', () => clock.now().toISOString().slice(0, 10));
  database.addFunction('in_zone', (time, zone) => {
    if (typeof time !== 'string' || time.length <= 10) return time ?? null;
    const date = new Date(time);
    return new Date(date.getTime() + zoneOffset(date, String(zone))).toISOString();
  });
  database.addFunction('format_number', (value) => (typeof value === 'number' ? value.toLocaleString('en-US') : null));
}
