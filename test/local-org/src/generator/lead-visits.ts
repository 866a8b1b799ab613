import { landingPages } from './lead-registration.ts';
import type { Registration } from './lead-registration.ts';
import { RandomStream } from './random.ts';
import type { World } from './world.ts';

/** How a landing page moves the logit of the conversion; about centred over all leads. A lead without one is average. */
const landingEffects: Record<string, number> = {
  ...{ '/pricing': 0.5, '/demo': 0.45, '/customers': 0.1, '/product': 0.05 },
  ...{ '/blog': -0.35, '/ebook': -0.4, '/careers': -0.7 },
};

/** The logarithm of the page views before a registration moves the logit by this for each standard deviation. */
const visitStrength = 0.3;
const visitMean = 1.19;
const visitDeviation = 0.61;

/** Both effects correlate with the intent, so that without this more leads would convert. */
const centre = -0.15;

/** The pages that a person viewed before the registration, the first one first. */
export function drawVisits(
  world: World,
  index: number,
  { intent, landingPage }: Pick<Registration, 'landingPage'> & { intent: number },
): string[] {
  const random = new RandomStream(world.seed, 'visits', index);
  const count = random.poisson(Math.min(30, Math.exp(0.9 + 0.5 * intent)));
  return Array.from({ length: count }, (_, visit) =>
    visit === 0 && landingPage !== undefined ? landingPage : pageFor(random, intent),
  );
}

/** A page that people of this intent view. */
export const pageFor = (random: RandomStream, intent: number): string =>
  random.weighted(
    landingPages.map(({ page, share, pull }) => ({ value: page, weight: share * Math.exp(pull * intent) })),
  );

/** The logit that the events before a registration add. */
export const effectOfVisits = (visits: readonly string[], landingPage: string | undefined): number =>
  centre +
  (landingEffects[landingPage ?? ''] ?? 0) +
  (visitStrength * (Math.log1p(visits.length) - visitMean)) / visitDeviation;
