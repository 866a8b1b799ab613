import { readFileSync } from 'node:fs';

const { version: declared } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The release of the service, as its package declares it. */
export const version: string = declared;
