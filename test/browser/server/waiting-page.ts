import type { BuildState } from './lazy-build.ts';

const refreshSeconds = 2;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const style = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #181818; background: #f3f3f3; }
main { max-width: 40rem; margin: 20vh auto 0; padding: 2rem; background: #fff; border: 1px solid #c9c9c9; border-radius: 0.5rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.25rem; }
p { margin: 0; }
progress { width: 100%; margin-top: 1.5rem; }
pre { overflow: auto; white-space: pre-wrap; }`;

/** What the browser shows until the pages are built. It reloads itself; after a failure, a reload builds again. */
export function waitingPage(state: Exclude<BuildState, { kind: 'ready' }>): string {
  const isBuilding = state.kind === 'building';
  const content = isBuilding
    ? `<h1>Building the page</h1>
<p>The first opening takes about a minute. This page opens by itself.</p>
<progress aria-label="Building the page"></progress>`
    : `<h1>The page could not be built</h1>
<p>Fix what the build reports, then reload this page.</p>
<pre>${escape(state.output)}</pre>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${isBuilding ? `<meta http-equiv="refresh" content="${refreshSeconds}">` : ''}
<title>${isBuilding ? 'Building the page' : 'The page could not be built'}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body><main>${content}</main></body>
</html>`;
}
