import { nodesAt, readXml, textsAt } from './xml-node.ts';

/** The platform stores no longer translation of a label. */
const longestLabel = 1000;

const readTexts = (xml: string, path: string, [name, text]: [name: string, text: string]): [string, string][] =>
  nodesAt(readXml(xml), path).map((node) => [textsAt(node, name)[0] ?? '', textsAt(node, text)[0] ?? '']);

/** `{0}` and the like, each as often as it stands there. */
const placeholdersOf = (text: string): string => (text.match(/\{\d+\}/g) ?? []).toSorted().join(' ');

/** `Status` and `{0} h {1} min` are the same in two languages; a text of several words is not. */
const isSentence = (text: string): boolean => (text.match(/\p{L}{3,}/gu) ?? []).length > 2;

function problemOf(name: string, label: string, translation: string | undefined): string | undefined {
  if (translation === undefined) return `${name} has no translation`;
  if (translation === '') return `${name} has an empty translation`;
  if (translation.length > longestLabel) return `${name} is longer than ${String(longestLabel)} characters`;
  if (placeholdersOf(translation) !== placeholdersOf(label))
    return `${name} has the placeholders '${placeholdersOf(translation)}', not '${placeholdersOf(label)}'`;
  if (translation === label && isSentence(label)) return `${name} is not translated`;
  return undefined;
}

/** What is wrong with a language: labels it leaves out, leaves in English or fills otherwise, and names of no label. */
export function checkTranslations(labelsXml: string, translationsXml: string): string[] {
  const labels = new Map(readTexts(labelsXml, 'labels', ['fullName', 'value']));
  const translations = new Map(readTexts(translationsXml, 'customLabels', ['name', 'label']));
  return [
    ...[...labels].flatMap(([name, label]) => problemOf(name, label, translations.get(name)) ?? []),
    ...[...translations.keys()].filter((name) => !labels.has(name)).map((name) => `${name} is no label`),
  ];
}
