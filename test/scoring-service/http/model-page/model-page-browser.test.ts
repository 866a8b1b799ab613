import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { renderModelPage } from '../../../../scoring-service/src/http/model-page/model-page.ts';
import { findViolations } from '../../../browser/axe.ts';
import { openBrowser } from '../../../local-org/test/page/browser.ts';
import { makeFullCard } from './card-fixture.ts';

const page = renderModelPage(makeFullCard());
let browser: Browser | undefined;

before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1200, 390]) {
    test(`the page is accessible and fits, ${colorScheme} and ${width} wide`, async (t) => {
      if (!browser) return t.skip('no browser');
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const requests: string[] = [];
      context.on('request', (request) => requests.push(request.url()));
      const opened = await context.newPage();
      await opened.setContent(page);
      assert.deepEqual(await findViolations(opened), []);
      const overflow = await opened.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
      assert.ok(overflow <= 0, `${overflow} pixels too wide`);
      assert.deepEqual(requests, []);
      await context.close();
    });
  }
}

test('on paper the figures behind the charts are there, on a light ground', async (t) => {
  if (!browser) return t.skip('no browser');
  const context = await browser.newContext({ colorScheme: 'dark' });
  const opened = await context.newPage();
  await opened.setContent(page);
  await opened.emulateMedia({ media: 'print' });
  const ground = await opened.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  assert.equal(ground, 'rgb(255, 255, 255)');
  const height = await opened.evaluate<number>(
    `document.querySelector('figure details table').getBoundingClientRect().height`,
  );
  assert.ok(height > 20, `the table is ${height} pixels high`);
  await context.close();
});
