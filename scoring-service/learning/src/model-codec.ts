import type { AdditiveField } from './additive/model.ts';
import type { FieldEncoder } from './encoder.ts';
import type { ScoringModel } from './scoring-model.ts';
import type { TreeEnsemble } from './trees/ensemble.ts';

/*
 * Little endian, every number on a multiple of 8 or 4 bytes:
 * u32 magic "PLTE" | u32 version | u32 columns | u32 trees | u32 nodes | u32 0 | f64 base margin
 * i32 roots[trees] | i32 feature[nodes] | f32 threshold[nodes] | i32 left[nodes] | i32 missing[nodes] | f32 cover[nodes]
 */
const TREES_MAGIC = 0x45544c50;
const TREES_VERSION = 1;
const TREES_HEADER_BYTES = 32;

/** The ensemble as bytes: the same ensemble gives the same bytes on every machine. */
export function encodeEnsemble(ensemble: TreeEnsemble): Uint8Array {
  const treeCount = ensemble.roots.length;
  const nodeCount = ensemble.feature.length;
  const bytes = new Uint8Array(byteLength(treeCount, nodeCount));
  const view = new DataView(bytes.buffer);
  [TREES_MAGIC, TREES_VERSION, ensemble.columnCount, treeCount, nodeCount].forEach((value, index) => {
    view.setUint32(index * 4, value, true);
  });
  view.setFloat64(24, ensemble.baseMargin, true);

  let offset = TREES_HEADER_BYTES;
  const { roots, feature, threshold, left, missing, cover } = ensemble;
  for (const array of [roots, feature, threshold, left, missing, cover]) {
    for (const value of array) {
      if (array instanceof Float32Array) view.setFloat32(offset, value, true);
      else view.setInt32(offset, value, true);
      offset += 4;
    }
  }
  return bytes;
}

/** The inverse of `encodeEnsemble`; throws a RangeError where the bytes are no ensemble, cut short or damaged. */
export function decodeEnsemble(bytes: Uint8Array): TreeEnsemble {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < TREES_HEADER_BYTES || view.getUint32(0, true) !== TREES_MAGIC) {
    throw new RangeError('These bytes are not a tree ensemble.');
  }
  const version = view.getUint32(4, true);
  if (version !== TREES_VERSION) throw new RangeError(`Tree ensemble version ${version} is not known.`);
  const treeCount = view.getUint32(12, true);
  const nodeCount = view.getUint32(16, true);
  if (bytes.byteLength !== byteLength(treeCount, nodeCount)) {
    throw new RangeError(
      `A tree ensemble of ${treeCount} trees and ${nodeCount} nodes is not ${bytes.byteLength} bytes long.`,
    );
  }

  let offset = TREES_HEADER_BYTES;
  const integers = (count: number) => {
    const array = Int32Array.from({ length: count }, (_, index) => view.getInt32(offset + index * 4, true));
    offset += count * 4;
    return array;
  };
  const floats = (count: number) => {
    const array = Float32Array.from({ length: count }, (_, index) => view.getFloat32(offset + index * 4, true));
    offset += count * 4;
    return array;
  };
  const ensemble: TreeEnsemble = {
    baseMargin: view.getFloat64(24, true),
    columnCount: view.getUint32(8, true),
    roots: integers(treeCount),
    feature: integers(nodeCount),
    threshold: floats(nodeCount),
    left: integers(nodeCount),
    missing: integers(nodeCount),
    cover: floats(nodeCount),
  };
  requireSoundTrees(ensemble);
  return ensemble;
}

const byteLength = (treeCount: number, nodeCount: number): number =>
  TREES_HEADER_BYTES + 4 * (treeCount + 5 * nodeCount);

/** Children lie behind their parent, so that a damaged byte can make the evaluation neither loop nor leave the arrays. */
function requireSoundTrees({ columnCount, roots, feature, left, missing }: TreeEnsemble): void {
  const isNode = (index: number) => index >= 0 && index < feature.length;
  const isSound = (column: number, node: number) => {
    const child = left[node];
    if (column < 0) return column === -1;
    const isChild = missing[node] === child || missing[node] === child + 1;
    return column < columnCount && child > node && isNode(child + 1) && isChild;
  };
  if (!roots.every(isNode) || !feature.every(isSound)) throw new RangeError('The tree ensemble is damaged.');
}

/*
 * Little endian: u32 magic "PLSM" | u32 version | u32 length of the JSON | u32 length of the trees, 0 where there are
 * none | the JSON in UTF-8, padded with spaces to a multiple of 8 | the trees as `encodeEnsemble` writes them.
 */
const MODEL_MAGIC = 0x4d534c50;
const MODEL_VERSION = 1;
const MODEL_HEADER_BYTES = 16;

/** The model as bytes: the same model gives the same bytes, and these give the same scores to the last digit. */
export function encodeModel(model: ScoringModel): Uint8Array {
  const { fields, treeWeight, trees, additive, calibration, reference, baseRate } = model;
  const stored: StoredModel = {
    ...{ fields, treeWeight },
    encoder: trees && { fields: trees.encoder.fields.map(storeEncoder) },
    additive: additive && { intercept: additive.intercept, fields: additive.fields.map(storeEffects) },
    ...{ calibration, reference, baseRate },
  };
  const json = JSON.stringify(stored);
  const text = new TextEncoder().encode(json.padEnd(json.length + 7));
  const textBytes = text.length - (text.length % 8);
  const treeBytes = trees ? encodeEnsemble(trees.ensemble) : new Uint8Array();
  const bytes = new Uint8Array(MODEL_HEADER_BYTES + textBytes + treeBytes.length);
  const view = new DataView(bytes.buffer);
  [MODEL_MAGIC, MODEL_VERSION, textBytes, treeBytes.length].forEach((value, index) => {
    view.setUint32(index * 4, value, true);
  });
  bytes.set(text.subarray(0, textBytes), MODEL_HEADER_BYTES);
  bytes.set(treeBytes, MODEL_HEADER_BYTES + textBytes);
  return bytes;
}

/** The inverse of `encodeModel`; throws a RangeError where the bytes are no model, cut short or of another version. */
export function decodeModel(bytes: Uint8Array): ScoringModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < MODEL_HEADER_BYTES || view.getUint32(0, true) !== MODEL_MAGIC) {
    throw new RangeError('These bytes are not a scoring model.');
  }
  const version = view.getUint32(4, true);
  if (version !== MODEL_VERSION) throw new RangeError(`Scoring model version ${version} is not known.`);
  const treeStart = MODEL_HEADER_BYTES + view.getUint32(8, true);
  const end = treeStart + view.getUint32(12, true);
  if (end !== bytes.byteLength) {
    throw new RangeError(`A scoring model of ${end} bytes is not ${bytes.byteLength} bytes long.`);
  }

  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(MODEL_HEADER_BYTES, treeStart));
  const { encoder, additive, ...rest } = JSON.parse(text) as StoredModel;
  return {
    ...rest,
    ...(additive && { additive: { intercept: additive.intercept, fields: additive.fields.map(loadEffects) } }),
    ...(encoder && {
      trees: {
        encoder: { fields: encoder.fields.map(loadEncoder) },
        ensemble: decodeEnsemble(bytes.subarray(treeStart)),
      },
    }),
  };
}

/*
 * The JSON of version 1 has names of its own, which stay as they are in every database: `levels` are categories, `words`
 * tokens, `wording` the tokenizer.
 */
type StoredModel = Pick<ScoringModel, 'fields' | 'treeWeight' | 'calibration' | 'reference' | 'baseRate'> & {
  encoder?: { fields: StoredEncoder[] };
  additive?: { intercept: number; fields: StoredEffects[] };
};

type StoredEncoder =
  | (FieldEncoder & { kind: 'presence' | 'number' })
  | { kind: 'levels'; field: string; levels: string[]; hasOther: boolean; hasMissing: boolean }
  | { kind: 'words'; field: string; wording: 'choices' | 'text'; words: string[] }
  | {
      kind: 'target';
      field: string;
      levels: string[];
      shares: number[];
      rest: number;
      missing: number;
      shownLevels: number;
      hasMissing: boolean;
    };

type StoredEffects =
  | (AdditiveField & { kind: 'number' })
  | { kind: 'levels'; field: string; levels: string[]; effects: number[]; other: number; missing: number }
  | { kind: 'words'; field: string; wording: 'choices' | 'text'; words: string[]; effects: number[]; none: number };

function storeEncoder(encoder: FieldEncoder): StoredEncoder {
  const { field } = encoder;
  if (encoder.kind === 'one-hot') {
    const { categories, hasOther, hasMissing } = encoder;
    return { kind: 'levels', field, levels: categories, hasOther, hasMissing };
  }
  if (encoder.kind === 'tokens') {
    return { kind: 'words', field, wording: encoder.tokenizer, words: encoder.tokens };
  }
  if (encoder.kind !== 'target') return { kind: encoder.kind, field };
  const { categories, shares, unseenShare, missingShare, oneHotCount, hasMissing } = encoder;
  return {
    ...{ kind: 'target', field, levels: categories, shares },
    ...{ rest: unseenShare, missing: missingShare, shownLevels: oneHotCount, hasMissing },
  };
}

function loadEncoder(stored: StoredEncoder): FieldEncoder {
  const { field } = stored;
  if (stored.kind === 'levels') {
    const { levels, hasOther, hasMissing } = stored;
    return { kind: 'one-hot', field, categories: levels, hasOther, hasMissing };
  }
  if (stored.kind === 'words') return { kind: 'tokens', field, tokenizer: stored.wording, tokens: stored.words };
  if (stored.kind !== 'target') return stored;
  const { levels, shares, rest, missing, shownLevels, hasMissing } = stored;
  return {
    ...{ kind: 'target', field, categories: levels, shares },
    ...{ unseenShare: rest, missingShare: missing, oneHotCount: shownLevels, hasMissing },
  };
}

function storeEffects(effects: AdditiveField): StoredEffects {
  const { field } = effects;
  if (effects.kind === 'number') {
    return { kind: 'number', field, knots: effects.knots, effects: effects.effects, missing: effects.missing };
  }
  if (effects.kind === 'category') {
    const { categories, other, missing } = effects;
    return { kind: 'levels', field, levels: categories, effects: effects.effects, other, missing };
  }
  const { tokenizer, tokens, none } = effects;
  return { kind: 'words', field, wording: tokenizer, words: tokens, effects: effects.effects, none };
}

function loadEffects(stored: StoredEffects): AdditiveField {
  const { field, effects } = stored;
  if (stored.kind === 'number') return stored;
  if (stored.kind === 'levels') {
    const { levels, other, missing } = stored;
    return { kind: 'category', field, categories: levels, effects, other, missing };
  }
  const { wording, words, none } = stored;
  return { kind: 'tokens', field, tokenizer: wording, tokens: words, effects, none };
}
