export type ThemeInfo = { color: string; iconUrl: string };

/** Colours of the platform's own objects; custom ones share theirs. */
const colors: Record<string, string> = {
  Account: '5867E8',
  Campaign: 'FF538A',
  Contact: '9602C7',
  Event: 'CB65FF',
  Lead: 'FF538A',
  Opportunity: 'FF5D2D',
  Task: '3BA755',
  User: '0D9DDA',
};

/** Colour and icon of an object. */
export function themeOf(object: string, custom: boolean): ThemeInfo {
  const icon = custom ? 'custom/custom1_120.png' : `standard/${object.toLowerCase()}_120.png`;
  return { color: colors[object] ?? '747E96', iconUrl: `/img/icon/t4v35/${icon}` };
}
