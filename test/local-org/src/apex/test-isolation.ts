import type { Org } from '../org.ts';

/**
 * Takes the data of the org away from the tests that follow; to be called within a transaction that is rolled back. What
 * belongs to the setup stays visible: users, profiles, permission sets and their assignments, jobs, custom metadata.
 */
export function prepareIsolation(org: Org): void {
  for (const object of org.dataObjects()) {
    const [row] = org.inspect(`SELECT 1 AS "found" FROM "${object}" LIMIT 1`);
    if (row !== undefined) org.inspect(`DELETE FROM "${object}"`);
  }
}
