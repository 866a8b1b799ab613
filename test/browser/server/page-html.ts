import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pagesFolder, vendorFolder } from '../build/folders.ts';

/** How a page is shown. */
export type Appearance = {
  theme: 'slds1' | 'slds2';
  direction: 'ltr' | 'rtl';
  language: 'en' | 'de';
  isDark: boolean;
  /** Our bundles inside the Lightning Web Security sandbox. */
  isSandboxed: boolean;
};

const scripts = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.js')) : [];

function importMap(isSandboxed: boolean): Record<string, string> {
  const base = scripts(join(vendorFolder, 'lightning')).map((file) => [
    `lightning/${file.slice(0, -3)}`,
    `/vendor/lightning/${file}`,
  ]);
  const bundles = scripts(join(pagesFolder, 'c')).map((file) => [
    `c/${file.slice(0, -3)}`,
    isSandboxed ? `/sandboxed/${file}` : `/pages/c/${file}`,
  ]);
  const engine = { lwc: '/vendor/lwc.js', '@lwc/synthetic-shadow': '/vendor/synthetic-shadow.js' };
  return { ...engine, ...Object.fromEntries([...base, ...bundles]) };
}

/** The sandbox evaluates all bundles at once; what they import from outside is handed in. */
const sandbox = `
const { evaluateInSandbox } = await import('/vendor/sandbox.js');
const { outside } = await import('/pages/outside.js');
const source = await (await fetch('/pages/sandboxed.js')).text();
const given = Object.fromEntries(Object.entries(outside).map(([id, module]) => [id, { ...module, __esModule: true }]));
evaluateInSandbox(
  'c',
  'const $context = $lockerEvalContext$; const $outside = $context.outside;\\n' + source + '\\n;$context.done($bundles);',
  { outside: given, done: (bundles) => { globalThis.sandboxedBundles = bundles; } },
  {},
);`;

const stylesheets = {
  slds1: '/slds1/assets/styles/salesforce-lightning-design-system.min.css',
  slds2: '/slds2/dist/css/bundled/slds2.cosmos.css',
};

// Of a script in HTML only this could end it.
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`);

/** A page of Lightning Experience, as far as the components can see. */
export function pageHtml({
  title,
  viewer,
  appearance,
}: {
  title: string;
  viewer: unknown;
  appearance: Appearance;
}): string {
  const { theme, direction, language, isDark, isSandboxed } = appearance;
  return `<!doctype html>
<html lang="${language}" dir="${direction}" class="${isDark ? 'slds-color-scheme--dark' : ''}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylesheets[theme]}">
<script type="importmap">${inScript({ imports: importMap(isSandboxed) })}</script>
</head>
<body>
<div id="app"></div>
<script type="module">
globalThis.shellViewer = ${inScript(viewer)};
globalThis.importBundle = (name) => import('c/' + name);
await import('@lwc/synthetic-shadow');
${isSandboxed ? sandbox : ''}
await import('/pages/shell.js');
document.documentElement.dataset.ready = 'true';
</script>
</body>
</html>`;
}
