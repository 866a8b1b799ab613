import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

type Diagnostic = { level: number; message: string; filename?: string; location?: { line?: number } };
type Compile = (config: {
  bundle: { namespace: string; name: string; type: 'platform'; files: Record<string, string> };
  outputConfigs: { minify: boolean; env: Record<string, string> }[];
}) => Promise<{ success: boolean; diagnostics: Diagnostic[] }>;

// The compiler that the platform runs when a bundle is deployed; it comes as CommonJS.
const { compile } = createRequire(import.meta.url)('@lwc/sfdc-lwc-compiler') as { compile: Compile };

const bundles = join(import.meta.dirname, '../../force-app/main/default/lwc');

/** The package's bundles. */
export const bundleNames = readdirSync(bundles).sort();

/** The files that deploy: what TypeScript made, never its source. */
export const readBundle = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(bundles, name))
      .filter((file) => /\.(js|html|css)$/.test(file))
      .map((file) => [file, readFileSync(join(bundles, name, file), 'utf8')]),
  );

/** What nobody would say: a bundle without script deploys, and renders nothing. */
export const findMissingScript = (name: string, files: Record<string, string>): string[] =>
  files[`${name}.js`] === undefined ? [`${name}: ${name}.js is missing; run npm run build:lwc.`] : [];

/** What the platform would say about a bundle of a customer, errors and warnings. */
export async function compileBundle(name: string, files: Record<string, string>): Promise<string[]> {
  const { success, diagnostics } = await compile({
    bundle: { namespace: 'c', name, type: 'platform', files },
    outputConfigs: [{ minify: false, env: { NODE_ENV: 'production' } }],
  });
  const said = diagnostics.map(({ filename, location, message }) => `${name}/${filename}:${location?.line} ${message}`);
  return success || said.length > 0 ? said : [`${name}: the compiler refuses it without a word.`];
}
