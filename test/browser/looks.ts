import type { PageOptions } from './open-page.ts';

/** How people look at pages, besides on a wide screen in the light theme SLDS 1. */
export const looks: Record<string, PageOptions> = {
  'in the theme SLDS 2': { theme: 'slds2' },
  dark: { theme: 'slds2', isDark: true },
  'from right to left': { direction: 'rtl' },
  'on a phone': { width: 390 },
  'at 200 % zoom': { width: 680 },
};
