import type { Edit, Rule, SourceFile } from './mutant.ts';

export const flowFile = (name: string, text: string): SourceFile => ({ name, text, code: text });

type Block = { start: number; end: number; text: string };

/** The elements of a name, within a part of a flow. */
const blocks = (text: string, tag: string, from = 0): Block[] =>
  [...text.matchAll(new RegExp(`[ \\t]*<${tag}>[\\s\\S]*?</${tag}>\\n?`, 'g'))].map(({ index, 0: found }) => ({
    ...{ start: from + index, end: from + index + found.length },
    text: found,
  }));

const valueOf = (text: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1];

/** A rule that puts other text in the place of a pattern's first group. */
const replacing = (
  kind: string,
  pattern: RegExp,
  to: (value: string, file: SourceFile) => string | string[] | undefined,
): Rule => ({
  kind,
  edits: (file) =>
    [...file.text.matchAll(pattern)].flatMap((match): Edit[] => {
      const value = match[1] ?? '';
      const start = match.index + match[0].indexOf(value);
      return [to(value, file) ?? []].flat().map((text) => ({ start, end: start + value.length, to: text }));
    }),
});

/** A rule that takes elements away. */
const dropping = (kind: string, tags: readonly string[]): Rule => ({
  kind,
  edits: ({ text }) => tags.flatMap((tag) => blocks(text, tag).map(({ start, end }) => ({ start, end, to: '' }))),
});

/** The logic of conditions without one of them, whose number the later ones take over. */
function logicWithout(logic: string, number: number): string {
  const rest = logic
    .replace(new RegExp(`\\b${String(number)}\\b (?:AND|OR) | (?:AND|OR) ${String(number)}\\b`), '')
    .replace(/\((\d+)\)/g, '$1');
  return rest.replace(/\d+/g, (one) => String(Number(one) > number ? Number(one) - 1 : Number(one)));
}

/** Each condition of elements that have several, with the logic that fits the others. */
const conditionDropped = (kind: string, outer: string, part: string, logicTag: string): Rule => ({
  kind,
  edits: ({ text }) =>
    blocks(text, outer).flatMap((block) => {
      const parts = blocks(block.text, part);
      const logic = valueOf(block.text, logicTag);
      if (logic === undefined || parts.length === 0) return [];
      return parts.map(({ start, end }, index): Edit => {
        const without = block.text.slice(0, start) + block.text.slice(end);
        const changed =
          parts.length === 1
            ? without.replace(new RegExp(`[ \\t]*<${logicTag}>[^<]*</${logicTag}>\\n`), '')
            : without.replace(`<${logicTag}>${logic}<`, `<${logicTag}>${logicWithout(logic, index + 1)}<`);
        return { start: block.start, end: block.end, to: changed };
      });
    }),
});

const logicTurned = (outer: string, part: string, logicTag: string): Rule => ({
  kind: 'and and or exchanged',
  edits: ({ text }) =>
    blocks(text, outer).flatMap((block) => {
      const at = block.text.indexOf(`<${logicTag}>`);
      // Of one condition, both are the same.
      if (at === -1 || blocks(block.text, part).length < 2) return [];
      const start = at + logicTag.length + 2;
      const logic = valueOf(block.text, logicTag) ?? '';
      return [...logic.matchAll(/and|or/gi)].map((word): Edit => {
        const other = { and: 'or', or: 'and', AND: 'OR', OR: 'AND' }[word[0]] ?? '';
        const begin = block.start + start + word.index;
        return { start: begin, end: begin + word[0].length, to: other };
      });
    }),
});

const connectors = ['connector', 'nextValueConnector', 'noMoreValuesConnector', 'defaultConnector'];
const elements = ['actionCalls', 'assignments', 'decisions', 'loops', 'recordLookups', 'subflows'];

const elementNamed = (text: string, name: string): Block | undefined =>
  elements.flatMap((tag) => blocks(text, tag)).find((block) => valueOf(block.text, 'name') === name);

/** Connectors lead to the element after their target. */
const elementSkipped: Rule = {
  kind: 'element skipped',
  edits: ({ text }) =>
    [...text.matchAll(/<targetReference>(\w+)<\/targetReference>/g)].flatMap((match): Edit[] => {
      const target = match[1] ?? '';
      const next = valueOf(elementNamed(text, target)?.text ?? '', 'targetReference');
      const own = elements
        .flatMap((tag) => blocks(text, tag))
        .find(({ start, end }) => start < match.index && match.index < end);
      const isCircle = next === target || next === valueOf(own?.text ?? '', 'name');
      if (next === undefined || isCircle) return [];
      const start = match.index + '<targetReference>'.length;
      return [{ start, end: start + target.length, to: next }];
    }),
};

/** Values are read from the next variable of the same type. */
const variableExchanged: Rule = {
  kind: 'other variable',
  edits: ({ text }) => {
    const typeOf = (block: Block): string =>
      [valueOf(block.text, 'dataType'), valueOf(block.text, 'isCollection')].join();
    const variables = blocks(text, 'variables');
    return [...text.matchAll(/<elementReference>(\w+)<\/elementReference>/g)].flatMap((match): Edit[] => {
      const used = variables.find((block) => valueOf(block.text, 'name') === match[1]);
      const others = variables.filter((block) => used !== undefined && typeOf(block) === typeOf(used));
      const other = others[(others.findIndex((block) => block === used) + 1) % others.length];
      const name = valueOf(other?.text ?? '', 'name');
      if (name === undefined || name === match[1]) return [];
      const start = match.index + '<elementReference>'.length;
      return [{ start, end: start + (match[1] ?? '').length, to: name }];
    });
  },
};

const turned: Readonly<Record<string, string>> = {
  ...{ EqualTo: 'NotEqualTo', GreaterThan: 'LessThan', In: 'NotIn', Contains: 'EqualTo' },
  ...{ true: 'false', false: 'true', RecordBeforeSave: 'RecordAfterSave', Active: 'Draft' },
};
const turn = (value: string): string | undefined => turned[value];

const otherTriggers: Readonly<Record<string, string[]>> = {
  CreateAndUpdate: ['Create', 'Update'],
  Update: ['CreateAndUpdate', 'Create'],
};

/** What may be lost in formulas, each by itself. */
const inFormulas = /<(?:filterFormula|expression)>([\s\S]*?)<\//g;
const formulaParts: readonly (readonly [RegExp, string])[] = [
  [/\bAND\(/g, 'OR('],
  [/\bOR\(/g, 'AND('],
  [/\bNOT\(/g, '('],
  [/\bISNEW\(\)/g, 'FALSE'],
  [/\bISCHANGED\([^)]*\)/g, 'TRUE'],
  [/&gt; 0/g, '&gt;= 0'],
  [/"\{\d\}"/g, '"{7}"'],
  [/\(\?is\)/g, '(?s)'],
  [/\(\.\*\[\\\\r\\\\n\]\)\?|\(\[\\\\r\\\\n\]\.\*\)\?|\\\\s\*/g, ''],
];

const formulaChanged: Rule = {
  kind: 'formula changed',
  edits: ({ text }) =>
    [...text.matchAll(inFormulas)].flatMap((match) => {
      const from = match.index + match[0].indexOf(match[1] ?? '');
      return formulaParts.flatMap(([pattern, to]) =>
        [...(match[1] ?? '').matchAll(pattern)].map(({ index, 0: found }): Edit => ({
          ...{ start: from + index, end: from + index + found.length },
          to,
        })),
      );
    }),
};

export const flowRules: readonly Rule[] = [
  replacing('comparison turned', /<operator>(\w+)<\/operator>/g, turn),
  replacing('true and false exchanged', /<booleanValue>(\w+)<\/booleanValue>\s*<\/(?:rightValue|value)>/g, turn),
  replacing(
    'other text',
    /<stringValue>([^<]*)<\/stringValue>\s*<\/value>\s*<\/(?:filters|assignmentItems)>/g,
    (value) => `${value}x`,
  ),
  replacing('number off by one', /<(?:numberValue|offsetNumber)>([^<]+)</g, (value) => [
    String(Number(value) + 1),
    String(Number(value) - 1),
  ]),
  conditionDropped('filter dropped', 'recordLookups', 'filters', 'filterLogic'),
  conditionDropped('filter dropped', 'start', 'filters', 'filterLogic'),
  conditionDropped('condition dropped', 'rules', 'conditions', 'conditionLogic'),
  logicTurned('recordLookups', 'filters', 'filterLogic'),
  logicTurned('start', 'filters', 'filterLogic'),
  logicTurned('rules', 'conditions', 'conditionLogic'),
  dropping('path lost', connectors),
  dropping('fault path lost', ['faultConnector']),
  elementSkipped,
  variableExchanged,
  dropping('other run mode', ['runInMode']),
  dropping('assignment lost', ['assignmentItems']),
  dropping('input lost', ['inputParameters', 'inputAssignments']),
  replacing('other label', /<elementReference>\$Label\.(\w+)</g, () => 'Common_No_View_Permission'),
  replacing('started by other saves', /<recordTriggerType>(\w+)</g, (value) => otherTriggers[value]),
  replacing('started by other saves', /<doesRequireRecordChangedToMeetCriteria>(\w+)</g, turn),
  replacing('started at another time', /<triggerType>(\w+)</g, turn),
  dropping('started at another time', ['pathType']),
  formulaChanged,
  replacing('flow not active', /<status>(\w+)</g, turn),
  replacing('input not taken', /<isInput>(true)</g, turn),
  replacing('one record or all', /<getFirstRecordOnly>(\w+)</g, turn),
  replacing('run without the right', /<isAdditionalPermissionRequiredToRun>(true)</g, turn),
];
