import type { AdditiveModel } from './additive-model.ts';
import type { ScoringModel } from './scoring-model.ts';
import { decodeEnsemble, encodeEnsemble } from './tree-codec.ts';

/*
 * Little endian: u32 magic "PLSM" | u32 version | u32 length of the JSON | u32 length of the trees, 0 where there are
 * none | the JSON in UTF-8, padded with spaces to a multiple of 8 | the trees as `encodeEnsemble` gives them.
 */
const MAGIC = 0x4d534c50;
const VERSION = 1;
const HEADER_BYTES = 16;

/** The model as bytes: the same model gives the same bytes, and these give the same scores to the last digit. */
export function encodeModel(model: ScoringModel): Uint8Array {
  const { fields, treeWeight, trees, additive, calibration, reference } = model;
  const json = JSON.stringify({ fields, treeWeight, encoder: trees?.encoder, additive, calibration, reference });
  const text = new TextEncoder().encode(json.padEnd(json.length + 7));
  const textBytes = text.length - (text.length % 8);
  const treeBytes = trees ? encodeEnsemble(trees.ensemble) : new Uint8Array();
  const bytes = new Uint8Array(HEADER_BYTES + textBytes + treeBytes.length);
  const view = new DataView(bytes.buffer);
  [MAGIC, VERSION, textBytes, treeBytes.length].forEach((value, index) => {
    view.setUint32(index * 4, value, true);
  });
  bytes.set(text.subarray(0, textBytes), HEADER_BYTES);
  bytes.set(treeBytes, HEADER_BYTES + textBytes);
  return bytes;
}

/** The inverse of `encodeModel`; throws a RangeError where the bytes are no model, cut short or of another version. */
export function decodeModel(bytes: Uint8Array): ScoringModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError('These bytes are not a scoring model.');
  }
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw new RangeError(`Scoring model version ${version} is not known.`);
  const treeStart = HEADER_BYTES + view.getUint32(8, true);
  const end = treeStart + view.getUint32(12, true);
  if (end !== bytes.byteLength)
    throw new RangeError(`A scoring model of ${end} bytes is not ${bytes.byteLength} bytes long.`);

  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(HEADER_BYTES, treeStart));
  const { encoder, ...rest } = JSON.parse(text) as Omit<ScoringModel, 'trees'> & {
    encoder?: NonNullable<ScoringModel['trees']>['encoder'];
    additive?: AdditiveModel;
  };
  return encoder ? { ...rest, trees: { encoder, ensemble: decodeEnsemble(bytes.subarray(treeStart)) } } : rest;
}
