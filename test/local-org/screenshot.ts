import { openBrowser } from './test/page/browser.ts';

const [url, file] = process.argv.slice(2);
if (url === undefined || file === undefined) {
  console.error('Usage: node test/local-org/screenshot.ts http://127.0.0.1:4780/#/objects FILE.png');
  process.exit(2);
}
const browser = await openBrowser();
if (browser === undefined) {
  console.error('No browser: set CHROME_PATH to one.');
  process.exit(1);
}
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(url);
await page.locator('#content h1').waitFor();
await page.screenshot({ path: file });
await browser.close();
