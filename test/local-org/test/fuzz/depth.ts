/** `npm run test:deep` asks as often as is worth while; every other run a share of it. */
const isDeep = process.env['PLUMBLINE_DEEP'] === '1';

/** How many of so many cases this run generates. */
export const casesOf = (deep: number): number => (isDeep ? deep : Math.ceil(deep / 12));
