import { ApexFault } from './run.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The three characters that an id of 18 has after its 15: each says which of five characters are upper case. */
function checkCharacters(id15: string): string {
  let text = '';
  for (const start of [0, 5, 10]) {
    let bits = 0;
    for (let place = 0; place < 5; place++) if (/[A-Z]/.test(id15[start + place] ?? '')) bits |= 1 << place;
    text += letters[bits] ?? '';
  }
  return text;
}

/** The id with 18 characters; undefined where the text is no id. */
export function id18(text: string): string | undefined {
  if (!/^(?:[0-9A-Za-z]{15}|[0-9A-Za-z]{18})$/.test(text)) return undefined;
  if (text.length === 15) return text + checkCharacters(text);
  // The last three characters say which letters are upper case, whatever case the letters are in.
  const bits = [...text.slice(15).toUpperCase()].map((one) => letters.indexOf(one));
  if (bits.includes(-1)) return undefined;
  const restored = [...text.slice(0, 15)].map((one, place) =>
    ((bits[Math.floor(place / 5)] ?? 0) >> (place % 5)) & 1 ? one.toUpperCase() : one.toLowerCase(),
  );
  const id15 = restored.join('');
  return checkCharacters(id15) === text.slice(15).toUpperCase() ? id15 + checkCharacters(id15) : undefined;
}

/** The id of 18 characters that a text is; throws where it is none. */
export function toId(text: string): string {
  const id = id18(text);
  if (id === undefined) throw new ApexFault('System.StringException', `Invalid id: ${text}`);
  return id;
}
