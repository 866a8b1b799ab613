import { fileURLToPath } from 'node:url';

/** Metadata in source format that has each kind of component the org understands: invoices and their lines. */
export const samplePackage = fileURLToPath(new URL('./sample-package/main/default', import.meta.url));
