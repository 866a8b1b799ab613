/** Builds the pages in a process of its own, so that a server can go on answering while it takes the processor. */
import { buildPages } from './build-pages.ts';
import { compileBundles } from './compile-bundles.ts';

compileBundles();
await buildPages();
