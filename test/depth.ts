const isDeep = process.env['PLUMBLINE_DEEP'] === '1';

/** How many cases a test goes through: `npm run test:deep` takes the second number. */
export const cases = (usual: number, deep: number): number => (isDeep ? deep : usual);
