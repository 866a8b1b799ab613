/** Whether `npm run test:deep` runs. */
export const isDeep = process.env['TEST_DEEP'] === '1';

/** The number of cases of a property: `usual`, or `deep` in `npm run test:deep`. */
export const caseCount = (usual: number, deep: number): number => (isDeep ? deep : usual);
