import type { AdditiveModel } from './additive/model.ts';
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
  for (const array of [
    ensemble.roots,
    ensemble.feature,
    ensemble.threshold,
    ensemble.left,
    ensemble.missing,
    ensemble.cover,
  ]) {
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

/** Children lie behind their parent, so that no damaged byte can make the evaluation run in a circle or off the end. */
function requireSoundTrees({ columnCount, roots, feature, left, missing }: TreeEnsemble): void {
  const isNode = (index: number) => index >= 0 && index < feature.length;
  const isSound = (column: number, node: number) => {
    const child = left[node] as number;
    if (column < 0) return column === -1;
    const isChild = missing[node] === child || missing[node] === child + 1;
    return column < columnCount && child > node && isNode(child + 1) && isChild;
  };
  if (!roots.every(isNode) || !feature.every(isSound)) throw new RangeError('The tree ensemble is damaged.');
}

/*
 * Little endian: u32 magic "PLSM" | u32 version | u32 length of the JSON | u32 length of the trees, 0 where there are
 * none | the JSON in UTF-8, padded with spaces to a multiple of 8 | the trees as `encodeEnsemble` gives them.
 */
const MODEL_MAGIC = 0x4d534c50;
const MODEL_VERSION = 1;
const MODEL_HEADER_BYTES = 16;

/** The model as bytes: the same model gives the same bytes, and these give the same scores to the last digit. */
export function encodeModel(model: ScoringModel): Uint8Array {
  const { fields, treeWeight, trees, additive, calibration, reference } = model;
  const json = JSON.stringify({ fields, treeWeight, encoder: trees?.encoder, additive, calibration, reference });
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
  if (end !== bytes.byteLength)
    throw new RangeError(`A scoring model of ${end} bytes is not ${bytes.byteLength} bytes long.`);

  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(MODEL_HEADER_BYTES, treeStart));
  const { encoder, ...rest } = JSON.parse(text) as Omit<ScoringModel, 'trees'> & {
    encoder?: NonNullable<ScoringModel['trees']>['encoder'];
    additive?: AdditiveModel;
  };
  return encoder ? { ...rest, trees: { encoder, ensemble: decodeEnsemble(bytes.subarray(treeStart)) } } : rest;
}
