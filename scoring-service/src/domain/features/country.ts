/** Languages in which countries are recognised. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'ja'];

const ALIASES: Record<string, string> = {
  usa: 'US',
  'u s a': 'US',
  'u s': 'US',
  america: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  britain: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  uae: 'AE',
  holland: 'NL',
  'czech republic': 'CZ',
  'south korea': 'KR',
  'republic of korea': 'KR',
  korea: 'KR',
  russia: 'RU',
  'russian federation': 'RU',
  turkey: 'TR',
  türkiye: 'TR',
  vietnam: 'VN',
  'hong kong': 'HK',
  'peoples republic of china': 'CN',
  'republic of ireland': 'IE',
};

const tidy = (text: string): string =>
  text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const LETTERS = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
const CODES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

/** Codes by tidy names in all languages; of two countries with one name the first code counts. */
function readNames(): Map<string, string> {
  const codeOf = new Map(Object.entries(ALIASES));
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of CODES) {
      const name = names.of(code);
      if (name === undefined || code === 'EU' || code === 'UN' || code === 'ZZ') continue;
      if (!codeOf.has(tidy(name))) codeOf.set(tidy(name), code);
    }
  }
  for (const code of new Set(codeOf.values()))
    if (!codeOf.has(code.toLowerCase())) codeOf.set(code.toLowerCase(), code);
  return codeOf;
}

const codeOfName = readNames();
const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** A country by its English name, however it was written: `USA`, `us` and `Vereinigte Staaten` are one. */
export function countryOf(text: string): string {
  const code = codeOfName.get(tidy(text));
  return (code !== undefined && english.of(code)) || text.trim();
}
