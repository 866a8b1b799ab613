import { readPackage } from '../metadata/read-package.ts';

/** A class or trigger by its file name. */
export type ApexFile = { name: string; text: string };

/** Every class and trigger of the package, its tests included. */
export const readApex = (): ApexFile[] =>
  readPackage()
    .filter(({ path }) => /\.(cls|trigger)$/.test(path))
    .map(({ path, text }) => ({ name: path.slice(path.lastIndexOf('/') + 1), text }));
