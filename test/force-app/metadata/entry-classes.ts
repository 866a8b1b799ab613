import type { MetadataFile } from './check-elements.ts';

/** A method that components or flows call, with what stands between its annotation and its name. */
const entryMethod = /@(AuraEnabled|InvocableMethod)[^;{]*\bstatic\b/;

/** The classes that are called from outside Apex: users need the right to them. */
export const entryClassesOf = (files: readonly MetadataFile[]): string[] =>
  files.flatMap(({ path, text }) => {
    const [, name] = /^main\/.*\/(\w+)\.cls$/.exec(path) ?? [];
    return name !== undefined && entryMethod.test(text) ? [name] : [];
  });
