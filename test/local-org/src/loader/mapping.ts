import { LoadError } from './load-error.ts';
import { readFlag, readList, readObject, readText, refuseUnknown } from './mapping-values.ts';

export type Transform = 'text' | 'trim' | 'number' | 'checkbox';

export type ColumnMapping = {
  /** API name of the field that the column goes to. */
  field: string;
  transform: Transform;
  /** Values that count as blank, such as `Select`. */
  blank: string[];
};

export type ConvertRule = {
  /** A lead is converted when this column holds this value. */
  column: string;
  equals: string;
  status: string;
  createOpportunity: boolean;
};

/** How the columns of a CSV become the fields of an object. */
export type Mapping = {
  object: string;
  columns: Map<string, ColumnMapping>;
  /** Text with `{column}` and `{row}` in it, by field. */
  templates: Map<string, string>;
  /** The same value for every row, by field. */
  constants: Map<string, string>;
  convert?: ConvertRule;
  /** Columns that are not loaded, each with the reason. */
  ignored: Map<string, string>;
  /** Fields that are filled only after contact with the lead, so that a model must not be trained on them. */
  knownOnlyLater: string[];
};

const transforms: readonly Transform[] = ['text', 'trim', 'number', 'checkbox'];

function parseColumn(value: unknown, path: string): ColumnMapping {
  const column = readObject(value, path);
  refuseUnknown(column, ['field', 'transform', 'blank'], path);
  const name = column['transform'] ?? 'text';
  const transform = transforms.find((candidate) => candidate === name);
  if (transform === undefined) throw new LoadError(`${path}.transform must be one of ${transforms.join(', ')}.`);
  return {
    field: readText(column['field'], `${path}.field`),
    transform,
    blank: readList(column['blank'], `${path}.blank`),
  };
}

function parseConvert(value: unknown): ConvertRule {
  const rule = readObject(value, 'convert');
  refuseUnknown(rule, ['column', 'equals', 'status', 'createOpportunity'], 'convert');
  return {
    column: readText(rule['column'], 'convert.column'),
    equals: readText(rule['equals'], 'convert.equals'),
    status: readText(rule['status'], 'convert.status'),
    createOpportunity:
      rule['createOpportunity'] === undefined || readFlag(rule['createOpportunity'], 'convert.createOpportunity'),
  };
}

function parseTexts(value: unknown, path: string): Map<string, string> {
  const entries = Object.entries(readObject(value ?? {}, path));
  return new Map(entries.map(([name, text]) => [name, readText(text, `${path}.${name}`)]));
}

function refuseTwice(mapping: Mapping): void {
  const fields = [
    ...[...mapping.columns.values()].map(({ field }) => field),
    ...mapping.templates.keys(),
    ...mapping.constants.keys(),
  ];
  const seen = new Set<string>();
  for (const field of fields) {
    if (seen.has(field.toLowerCase())) throw new LoadError(`The field ${field} is filled twice.`);
    seen.add(field.toLowerCase());
  }
  for (const column of mapping.columns.keys()) {
    if (mapping.ignored.has(column)) throw new LoadError(`The column "${column}" is both mapped and ignored.`);
  }
}

/**
 * Reads a mapping from parsed JSON.
 *
 * @throws LoadError naming the place that is wrong
 */
export function parseMapping(json: unknown): Mapping {
  const source = readObject(json, 'mapping');
  const known = ['object', 'columns', 'templates', 'constants', 'convert', 'ignored', 'knownOnlyLater'];
  refuseUnknown(source, known, 'mapping');
  const columns = Object.entries(readObject(source['columns'], 'columns'));
  if (columns.length === 0) throw new LoadError('columns must name at least one column.');
  const mapping: Mapping = {
    object: readText(source['object'], 'object'),
    columns: new Map(columns.map(([name, column]) => [name, parseColumn(column, `columns.${name}`)])),
    templates: parseTexts(source['templates'], 'templates'),
    constants: parseTexts(source['constants'], 'constants'),
    convert: source['convert'] === undefined ? undefined : parseConvert(source['convert']),
    ignored: parseTexts(source['ignored'], 'ignored'),
    knownOnlyLater: readList(source['knownOnlyLater'], 'knownOnlyLater'),
  };
  if (mapping.convert !== undefined && mapping.object !== 'Lead') {
    throw new LoadError(`convert is for Lead, not for ${mapping.object}.`);
  }
  refuseTwice(mapping);
  return mapping;
}
