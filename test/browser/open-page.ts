import { after } from 'node:test';
import type { TestContext } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../local-org/test/page/browser.ts';
import type { BrowserStage } from './stage/open-stage.ts';

export type PageOptions = {
  as?: string;
  theme?: 'slds1' | 'slds2';
  direction?: 'ltr' | 'rtl';
  language?: 'en' | 'de';
  isDark?: boolean;
  width?: number;
};

/** An open page, with the calls that it made and the errors of its console. */
export type OpenedPage = { page: Page; context: BrowserContext; errors: string[]; requests: string[] };

/** `--lws` of the runner: our bundles inside the sandbox. */
export const isSandboxed = process.env['PLUMBLINE_LWS'] === '1';

let browser: Promise<Browser> | undefined;

const launched = (): Promise<Browser> => {
  browser ??= openBrowser().then((opened) => {
    if (opened === undefined) throw new Error('No browser: install Chromium and name it in CHROME_PATH.');
    return opened;
  });
  return browser;
};

after(async () => {
  await (await browser)?.close();
});

const queryOf = ({ as = 'admin@local.org', theme, direction, language, isDark, width }: PageOptions): string[] => [
  `as=${encodeURIComponent(as)}`,
  ...(theme === 'slds2' ? ['theme=slds2'] : []),
  ...(direction === 'rtl' ? ['dir=rtl'] : []),
  ...(language === 'de' ? ['lang=de'] : []),
  ...(isDark === true ? ['scheme=dark'] : []),
  ...(width !== undefined && width < 600 ? ['form=small'] : []),
  ...(isSandboxed ? ['lws=1'] : []),
];

/** Opens a page as a user. The test fails when the page or its console reports an error. */
export async function openPage(
  t: TestContext,
  { pages }: Pick<BrowserStage, 'pages'>,
  path: string,
  options: PageOptions = {},
): Promise<OpenedPage> {
  const { width = 1360 } = options;
  const context = await (
    await launched()
  ).newContext({ viewport: { width, height: 900 }, locale: options.language ?? 'en-US', timezoneId: 'UTC' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => {
    errors.push(error.message);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/(apex|services)\//.test(pathname)) requests.push(`${request.method()} ${pathname}`);
  });
  t.after(async () => {
    await context.close();
    if (errors.length > 0) throw new Error(`The page reported errors:\n${errors.join('\n')}`);
  });
  await page.goto(`${pages.url}${path}${path.includes('?') ? '&' : '?'}${queryOf(options).join('&')}`);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  return { page, context, errors, requests };
}
