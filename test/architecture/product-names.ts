import type { Source } from './source.ts';

/** Folders that must work without the product, and so must not name it. */
const NEUTRAL_FOLDERS = ['test/local-org/'];

/** The names of the product and of the metadata, tables and folders that belong to it. */
const PRODUCT_NAMES = [
  /plumbline/i,
  /force-app/i,
  /scoring/i,
  /predictive/i,
  /\bscore[-_]?(goal|run|band|badge|service)/i,
  /maintenance[-_]?window/i,
];

/** Names of the platform's own that resemble the product's. */
const PLATFORM_NAMES = /\bAIScoringModelDefinitions?\b/gi;

/** Files that name the product although they must not know it, one sentence for each line. */
export const checkProductNames = (sources: Source[], folders: string[] = NEUTRAL_FOLDERS): string[] =>
  sources.filter(({ path }) => folders.some((folder) => path.startsWith(folder))).flatMap(checkSource);

function checkSource({ path, text }: Source): string[] {
  const inPath = firstName(path);
  const inText = text.split('\n').flatMap((line, index) => {
    const name = firstName(line.replaceAll(PLATFORM_NAMES, ''));
    return name === undefined ? [] : [`${path}:${index + 1} names the product: ${name}`];
  });
  return inPath === undefined ? inText : [`${path} is named after the product: ${inPath}`, ...inText];
}

const firstName = (text: string): string | undefined =>
  PRODUCT_NAMES.map((pattern) => pattern.exec(text)?.[0]).find((name) => name !== undefined);
