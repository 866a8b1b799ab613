import type { Plugin } from 'rollup';

/** A module that stands in no file. */
export const virtualModule = (name: string, source: string): Plugin => ({
  name: `virtual-${name}`,
  resolveId: (id) => (id === name ? `\0${name}` : null),
  load: (id) => (id === `\0${name}` ? source : null),
});
