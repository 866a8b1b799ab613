/** What stands for a part of a page's path that can identify a person. */
const HIDDEN = '…';

/** Parts of a path that are kept: deeper ones are single documents, of which each would be a category of its own. */
const MOST_PARTS = 4;

/** Longer parts of a path are tokens or titles, not places of a site. */
const LONGEST_PART = 60;

/**
 * The page of a web address as a category: host without `www.` and path in lower case, the path alone where no host is
 * given. Query, fragment and user are never part of it, because they hold names, addresses and tokens, and parts of the path
 * that look like one of them are replaced. Undefined where nothing of it is a page.
 */
export function pageOf(address: string): string | undefined {
  const [plain = ''] = address.trim().split(/[?#;]/, 1);
  const [, scheme, rest = ''] = /^([a-z][a-z\d+.-]*:)?(.*)$/is.exec(plain) ?? [];
  // `mailto:` and `tel:` hold a person's address.
  if (scheme !== undefined && !rest.startsWith('//')) return undefined;
  const isPath = rest.startsWith('/') && !rest.startsWith('//');
  const [first = '', ...others] = rest.replace(/^\/+/, '').split('/');
  const named = isPath ? '' : hostOf(first);
  const isHost = named !== '' && (scheme !== undefined || rest.startsWith('//') || hasDomain(named));
  const parts = (isHost ? others : [first, ...others])
    .filter((part) => part !== '')
    .slice(0, MOST_PARTS)
    .map((part) => (isPersonal(part) ? HIDDEN : decode(part).toLowerCase()));
  if (/^index\.\w+$/.test(parts.at(-1) ?? '')) parts.pop();
  return `${isHost ? named : ''}/${parts.join('/')}`;
}

const hasDomain = (host: string): boolean =>
  /^[\p{L}\d-]+(\.[\p{L}\d-]+)+$/u.test(host) && !/\.(?:html?|php|aspx?)$/.test(host);

/** Without user, port and `www.`; empty for a text that is no host. */
function hostOf(text: string): string {
  const host = text
    .replace(/^.*@/, '')
    .replace(/:\d*$/, '')
    .toLowerCase()
    .replace(/^www\./, '');
  return /^[\p{L}\d.-]+$/u.test(host) ? host : '';
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign of its own is no encoding.
    return part;
  }
}

/** Whether a part of a path can be an address, a number of a record, a token or a text that a person wrote. */
function isPersonal(part: string): boolean {
  const text = decode(part);
  return (
    text.length > LONGEST_PART ||
    /[@\s]/.test(text) ||
    /\d{5,}/.test(text) ||
    /^[\da-f-]{12,}$/i.test(text) ||
    // A token mixes letters and digits; words of a page's name have few digits.
    (text.length >= 16 && /\d/.test(text) && /[a-z]/i.test(text) && !/[-_]/.test(text))
  );
}
