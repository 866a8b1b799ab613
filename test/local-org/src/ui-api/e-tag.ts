import { createHash } from 'node:crypto';

/** 32 hexadecimal digits that change with the content. */
export const eTagOf = (content: unknown): string => createHash('md5').update(JSON.stringify(content)).digest('hex');
