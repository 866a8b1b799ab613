import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { packageFolder, pagesFolder, vendorFolder } from '../build/folders.ts';

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.woff2': 'font/woff2',
};

const slds1 = packageFolder('@salesforce-ux/design-system');
const folders: [prefix: string, folder: string][] = [
  ['/vendor/', vendorFolder],
  ['/pages/', pagesFolder],
  ['/slds1/', slds1],
  // Base components look for icons here.
  ['/assets/', join(slds1, 'assets')],
  ['/_slds/', join(slds1, 'assets')],
  ['/slds2/', packageFolder('@salesforce-ux/design-system-2')],
];

/** The platform's picture of one to five stars, which formula fields show. */
function drawStars(count: number): string {
  const star = (index: number): string =>
    `<text x="${14 * index}" y="12" font-size="14">${index < count ? '★' : '☆'}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="70" height="15">${[0, 1, 2, 3, 4].map(star).join('')}</svg>`;
}

/** Sends a file of the pages; false where the path names none. */
export async function sendFile(path: string, response: ServerResponse): Promise<boolean> {
  const stars = /^\/img\/samples\/stars_([0-5])00\.gif$/.exec(path)?.[1];
  if (stars !== undefined) {
    response.writeHead(200, { 'Content-Type': 'image/svg+xml' });
    response.end(drawStars(Number(stars)));
    return true;
  }
  const [prefix, folder] = folders.find(([start]) => path.startsWith(start)) ?? [];
  if (prefix === undefined || folder === undefined) return false;
  const file = normalize(join(folder, decodeURIComponent(path.slice(prefix.length))));
  if (!file.startsWith(folder)) return false;
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return false;
  const caching = prefix === '/pages/' ? 'no-store' : 'max-age=3600';
  response.writeHead(200, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Cache-Control': caching,
  });
  createReadStream(file).pipe(response);
  return true;
}
