import type { RandomStream } from './random.ts';
import { drawableLevels, effectTables, missingShare } from './static-effects.ts';

/** The facts of a lead at registration; undefined where the org has a missing value. */
export type Registration = {
  leadSource?: string;
  productInterest?: string;
  landingPage?: string;
  websiteVisits?: number;
};

const leadSources = drawableLevels(effectTables.leadSource);
const productInterests = drawableLevels(effectTables.productInterest);

/** The weight of a landing page grows by `pull` with the intent: high intent starts near the price list. */
export const landingPages = [
  { page: '/pricing', share: 16, pull: 0.7 },
  { page: '/demo', share: 14, pull: 0.6 },
  { page: '/product', share: 22, pull: 0.1 },
  { page: '/customers', share: 10, pull: 0 },
  { page: '/blog', share: 18, pull: -0.5 },
  { page: '/ebook', share: 14, pull: -0.6 },
  { page: '/careers', share: 6, pull: -0.9 },
];

export function drawRegistration(random: RandomStream, intent: number): Registration {
  const hole = <T>(value: T, share: number): T | undefined => (random.chance(share) ? undefined : value);
  const pages = landingPages.map(({ page, share, pull }) => ({ value: page, weight: share * Math.exp(pull * intent) }));
  return {
    leadSource: hole(random.weighted(leadSources), missingShare(effectTables.leadSource)),
    productInterest: hole(random.weighted(productInterests), missingShare(effectTables.productInterest)),
    landingPage: hole(random.weighted(pages), 0.08),
    websiteVisits: hole(random.poisson(Math.min(40, Math.exp(1.3 + 0.6 * intent))), 0.04),
  };
}
