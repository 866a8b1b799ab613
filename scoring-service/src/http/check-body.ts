import type { MiddlewareHandler } from 'hono';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Environment } from './router.ts';

/** Enough for every request but the parts of id lists. */
const MOST_BYTES = 16_384;
/** A part of a list has up to 10,000 ids. */
const MOST_BYTES_OF_IDS = 262_144;

/**
 * Refuses bodies that are too large, of unknown length, not declared as JSON in UTF-8, or with text that no store and no
 * org can keep.
 */
export const checkBody =
  (): MiddlewareHandler<Environment> =>
  async ({ req }, next) => {
    const length = req.header('Content-Length');
    const most = req.path.startsWith('/v1/id-lists/') ? MOST_BYTES_OF_IDS : MOST_BYTES;
    const isUnknown = length === undefined && req.header('Transfer-Encoding') !== undefined;
    if (isUnknown || Number(length ?? 0) > most) throw tooLarge(most);
    const type = req.header('Content-Type');
    // Without a body too: routes that need one do not read the type of one that is missing.
    const isDeclared = type !== undefined && !['GET', 'HEAD', 'DELETE'].includes(req.method);
    if ((Number(length ?? 0) > 0 || isDeclared) && !isJsonType(type)) throw wrongType();
    // Only escapes can write these characters in JSON, and hardly any request has one.
    if (isJsonType(type) && /\\u(?:0000|d[89a-f])/i.test(await req.text()) && hasUnfitText(await readJson(req)))
      throw unfitText();
    await next();
  };

const isJsonType = (type = ''): boolean => /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?;?\s*$/i.test(type);

/** A body that is not JSON is refused later, by the check of its schema. */
const readJson = (req: { json(): Promise<unknown> }): Promise<unknown> => req.json().catch(() => undefined);

/** Without recursion, because a small body can be nested deeper than the stack. */
function hasUnfitText(body: unknown): boolean {
  const left = [body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) return true;
    if (typeof value === 'object' && value !== null) for (const entry of Object.entries(value)) left.push(...entry);
  }
  return false;
}

const tooLarge = (most: number): ScoringError =>
  new ScoringError('request.invalid', {
    message: `The body is larger than ${most} bytes, or has no length.`,
    actions: ['Send one JSON object with its Content-Length.'],
  });

const wrongType = (): ScoringError =>
  new ScoringError('request.wrong-type', {
    message: 'The body is not declared as JSON.',
    actions: ['Send a JSON object with the header Content-Type: application/json.'],
  });

const unfitText = (): ScoringError =>
  new ScoringError('request.invalid', {
    message: 'A text of the body has a NUL character or half of a surrogate pair.',
    actions: ['Remove these characters: neither the org nor the database can keep them.'],
  });
