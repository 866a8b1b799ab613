/** Key prefixes of the objects that the generator fills, as every org has them. */
export const keyPrefixes = {
  Account: '001',
  Campaign: '701',
  CampaignMember: '00v',
  Contact: '003',
  EmailMessage: '02s',
  EmailMessageRelation: '1Iq',
  Event: '00U',
  EventRelation: '0RE',
  Individual: '0PK',
  Lead: '00Q',
  LeadHistory: '017',
  Opportunity: '006',
  OpportunityContactRole: '00K',
  OpportunityFieldHistory: '017',
  OpportunityHistory: '008',
  Task: '00T',
  TaskRelation: '0RT',
  User: '005',
  WebEvent: 'a0W',
} as const;

export type GeneratedObject = keyof typeof keyPrefixes;

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

// An org assigns ids by counting up; these letters keep generated ids from colliding with them. The two history
// objects share a key prefix on the platform, so the letter after it distinguishes them.
const instance: Partial<Record<GeneratedObject, string>> = { OpportunityFieldHistory: 'GnP' };
const defaultInstance = 'GnL';

/** The three characters that encode the case of the fifteen before them. */
function checksum(id: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let offset = 0; offset < 5; offset += 1) {
      const character = id.charAt(block + offset);
      if (character >= 'A' && character <= 'Z') bits |= 1 << offset;
    }
    suffix += checksumAlphabet.charAt(bits);
  }
  return suffix;
}

/** The id, 18 characters, of the record with this number (from 0). */
export function recordId(object: GeneratedObject, index: number): string {
  let rest = index + 1;
  let number = '';
  for (let position = 0; position < 9; position += 1) {
    number = digits.charAt(rest % 62) + number;
    rest = Math.floor(rest / 62);
  }
  const id = keyPrefixes[object] + (instance[object] ?? defaultInstance) + number;
  return id + checksum(id);
}

/** The number of a generated record; undefined when the id is not one of the generator's. */
export function recordIndex(object: GeneratedObject, id: string): number | undefined {
  let number = 0;
  for (const character of id.slice(6, 15)) {
    const digit = digits.indexOf(character);
    if (digit < 0) return undefined;
    number = number * 62 + digit;
  }
  const fifteen = id.slice(0, 15);
  return number > 0 && recordId(object, number - 1).startsWith(fifteen) && fifteen.length === 15
    ? number - 1
    : undefined;
}
