import type { Access, Annotation, Modifiers, Place } from './symbols.ts';
import type { ModifierContext } from '@apexdevtools/apex-parser';

/** Where a part of the text begins; lines and columns count from 1. */
export const placeOf = (context: { start: { line: number; column: number } }): Place => ({
  line: context.start.line,
  column: context.start.column + 1,
});

export const exists = (part: unknown): boolean => part !== null && part !== undefined;

function annotationsOf(modifiers: readonly ModifierContext[]): Annotation[] {
  return modifiers.flatMap((modifier) => {
    const annotation = modifier.annotation();
    if (!exists(annotation)) return [];
    const values = new Map<string, string>();
    const pairs = annotation.elementValuePairs();
    for (const pair of exists(pairs) ? pairs.elementValuePair_list() : []) {
      values.set(pair.id().getText().toLowerCase(), unquoted(pair.elementValue().getText()));
    }
    const single = annotation.elementValue();
    if (exists(single)) values.set('value', unquoted(single.getText()));
    return [{ name: annotation.id().getText().toLowerCase(), values }];
  });
}

const unquoted = (text: string): string => text.replace(/^'([\s\S]*)'$/, '$1');

const accessLevels: readonly Access[] = ['private', 'protected', 'public', 'global'];

export function modifiersOf(modifiers: readonly ModifierContext[], byDefault: Access = 'private'): Modifiers {
  const words = modifiers.map((one) => one.getText().toLowerCase());
  const annotations = annotationsOf(modifiers);
  const has = (word: string): boolean => words.includes(word);
  const sharing = words.find((word) => word.endsWith('sharing'))?.replace('sharing', '');
  return {
    access: accessLevels.find(has) ?? (has('webservice') ? 'global' : byDefault),
    isStatic: has('static') || has('webservice'),
    isAbstract: has('abstract'),
    isVirtual: has('virtual'),
    isOverride: has('override'),
    isFinal: has('final'),
    isTransient: has('transient'),
    isTest: has('testmethod') || annotations.some(({ name }) => name === 'istest'),
    sharing: sharing as Modifiers['sharing'],
    annotations,
  };
}
