import ts from 'typescript';
import { parseSource } from './imports.ts';
import type { Source } from './source.ts';

const MAX_LINES = 400;
const MAX_README_LINES = 40;
const MAX_DECISION_LINES = 5;
const TOP_FOLDERS = ['force-app', 'scoring-service', 'plugin', 'test'];

// Generated files, which are committed as generated.
const GENERATED = [
  /^package-lock\.json$/,
  /\.xml$/,
  /^scoring-service\/contract\/openapi\.json$/,
  /^plugin\/schemas\//,
  /^plugin\/command-snapshot\.json$/,
  /^plugin\/session\.txt$/,
  // As Grafana exports a dashboard that is edited there.
  /^deploy\/grafana\//,
  // The registry of the sf CLI; test/clients/metadata-types.client.ts compares the two and can write it again.
  /^test\/local-org\/src\/metadata\/metadata-types\.csv$/,
];

/** The generated reference of commands in a README. */
const REFERENCE = /<!-- commands -->[\s\S]*<!-- commandsstop -->/;

const FORBIDDEN_NAME = /(^|[-._/])(utils?|helpers?|commons?|managers?)(?=[-._/]|$)/i;

// Absolute paths of one machine; files outside the repository are named relative to it.
const MACHINE_PATH = /(?<![\w.*})])\/(work|home|root|Users|tmp|mnt)\/[\w.]|[A-Z]:\\\\?Users|(?<=\/)\.library\//;

/** The number of lines, a last line break not counted as one more. */
export const countLines = (text: string): number => text.replace(/\n$/, '').split('\n').length;

/** Lists files that are too long. */
export const checkLengths = (sources: Source[]): string[] =>
  sources
    .filter(({ path }) => !GENERATED.some((pattern) => pattern.test(path)))
    .map(({ path, text }) => ({ path, text: text.replace(REFERENCE, '') }))
    .filter(({ text }) => countLines(text) > MAX_LINES)
    .map(({ path, text }) => `${path} has ${countLines(text)} lines, more than ${MAX_LINES}`);

/** Lists files and folders whose name does not describe a subject. */
export const checkNames = (sources: Source[]): string[] =>
  sources.flatMap(({ path }) => {
    const word = FORBIDDEN_NAME.exec(path)?.[2];
    return word === undefined ? [] : [`${path} is named "${word}": name its subject`];
  });

/** Lists TypeScript files whose name is not kebab-case. LWC bundles follow the platform's naming. */
export const checkKebabCase = (sources: Source[]): string[] =>
  sources
    .filter(({ path }) => path.endsWith('.ts') && !/^(force-app|test\/browser\/modules)\//.test(path))
    .filter(({ path }) => !/(^|\/)[a-z0-9]+(-[a-z0-9]+)*(\.(test|browser|client|d|config))?\.ts$/.test(path))
    .map(({ path }) => `${path} is not kebab-case`);

/** Lists barrels: files that only re-export others. Only a package's `src/index.ts` may be one. */
export const checkBarrels = (sources: Source[]): string[] =>
  sources
    .filter(({ path }) => path.endsWith('.ts') && !isPackageIndex(path, sources))
    .filter((source) => isBarrel(parseSource(source)))
    .map(({ path }) => `${path} only passes on other files: import them where they are`);

const isPackageIndex = (path: string, sources: Source[]): boolean => {
  const folder = /^(.*)\/src\/index\.ts$/.exec(path)?.[1];
  return folder !== undefined && sources.some((source) => source.path === `${folder}/package.json`);
};

const isBarrel = ({ statements }: ts.SourceFile): boolean =>
  statements.length > 0 &&
  statements.every((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined);

/** Lists lines with an absolute path of one machine. */
export const checkMachinePaths = (sources: Source[]): string[] =>
  sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (MACHINE_PATH.test(line) ? [`${path}:${index + 1} names a path of one machine`] : [])),
  );

/** Lists top folders without a README, with one of more than 40 lines, or with a decision of more than 5 lines after them. */
export const checkReadmes = (sources: Source[], folders: string[] = TOP_FOLDERS): string[] =>
  folders.flatMap((folder) => {
    const readme = sources.find(({ path }) => path === `${folder}/README.md`);
    return readme === undefined ? [`${folder} has no README.md`] : checkReadme(readme);
  });

function checkReadme({ path, text }: Source): string[] {
  const [first = '', decisions = ''] = text.replace(REFERENCE, '').split(/^## Decisions that surprise$/m);
  const tooLong = decisions.split(/\n\n+/).filter((decision) => countLines(decision) > MAX_DECISION_LINES);
  return [
    ...(countLines(first) > MAX_README_LINES ? [`${path} has more than ${MAX_README_LINES} lines`] : []),
    ...tooLong.map((decision) => `${path} takes more than ${MAX_DECISION_LINES} lines for: ${decision.split('\n')[0]}`),
  ];
}
