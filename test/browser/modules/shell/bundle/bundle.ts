import type { LightningElement } from 'lwc';

declare global {
  /** Set by the page: its import map decides whether bundles run in the sandbox. */
  var importBundle: (name: string) => Promise<{ default: typeof LightningElement }>;
}

/** The class of a bundle of the package. */
export const loadBundle = async (name: string): Promise<typeof LightningElement> =>
  (await globalThis.importBundle(name)).default;
