import { readFileSync } from 'node:fs';

/** The release of the service, as its package declares it. */
export const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
