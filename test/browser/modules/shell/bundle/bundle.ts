import type { LightningElement } from 'lwc';

declare global {
  /** Set by the page, whose import map says whether bundles live in the sandbox. */
  var importBundle: (name: string) => Promise<{ default: typeof LightningElement }>;
}

/** The class of one of the package's bundles. */
export const loadBundle = async (name: string): Promise<typeof LightningElement> =>
  (await globalThis.importBundle(name)).default;
