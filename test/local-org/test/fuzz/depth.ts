/** `npm run test:deep` generates all cases; every other run a twelfth of them. */
const isDeep = process.env['TEST_DEEP'] === '1';

/** The number of cases to generate in this run, out of `deep`. */
export const casesOf = (deep: number): number => (isDeep ? deep : Math.ceil(deep / 12));
