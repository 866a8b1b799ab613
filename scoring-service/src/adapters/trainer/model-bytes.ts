import type { TreeEnsemble } from '@plumbline/learning';

/** Sizes of the fixed records of XGBoost 0.7's binary model, in bytes, reserved words included. */
const LEARNER_BYTES = 136;
const BOOSTER_BYTES = 160;
const TREE_BYTES = 148;
const NODE_BYTES = 20;
const STATISTICS_BYTES = 16;

const LEAF = -1;

/**
 * Parses the bytes that XGBoost 0.7 saves into flat trees, breadth first, children adjacent, without unused nodes. Columns
 * and conditions are those of the library's matrix. Throws a RangeError where the bytes are not a boosted tree model of
 * one output, or are cut short.
 */
export function parseModelBytes(bytes: Uint8Array): TreeEnsemble {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = hasMagic(bytes) ? 4 : 0;
  const baseMargin = view.getFloat32(offset, true);
  const columnCount = view.getUint32(offset + 4, true);
  offset += LEARNER_BYTES;

  const readText = (): string => {
    const length = Number(view.getBigUint64(offset, true));
    const text = Buffer.from(bytes.subarray(offset + 8, offset + 8 + length)).toString('latin1');
    offset += 8 + length;
    return text;
  };
  const objective = readText();
  const booster = readText();
  if (objective !== 'binary:logitraw' || booster !== 'gbtree') {
    throw new RangeError(`A model of ${objective} with ${booster} is not understood.`);
  }
  const treeCount = view.getInt32(offset, true);
  const outputCount = view.getInt32(offset + 24, true);
  const leafVectorSize = view.getInt32(offset + 28, true);
  if (outputCount !== 1 || leafVectorSize !== 0) throw new RangeError('A model of several outputs is not understood.');
  offset += BOOSTER_BYTES;

  const nodes: FlatNodes = { feature: [], threshold: [], left: [], missing: [], cover: [] };
  const roots = new Int32Array(treeCount);
  for (let tree = 0; tree < treeCount; tree++) {
    roots[tree] = nodes.feature.length;
    const nodeCount = view.getInt32(offset + 4, true);
    appendTree(nodes, view, offset + TREE_BYTES, nodeCount);
    offset += TREE_BYTES + nodeCount * (NODE_BYTES + STATISTICS_BYTES);
  }
  return {
    baseMargin,
    columnCount,
    roots,
    feature: Int32Array.from(nodes.feature),
    threshold: Float32Array.from(nodes.threshold),
    left: Int32Array.from(nodes.left),
    missing: Int32Array.from(nodes.missing),
    cover: Float32Array.from(nodes.cover),
  };
}

type FlatNodes = { feature: number[]; threshold: number[]; left: number[]; missing: number[]; cover: number[] };

const hasMagic = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'binf';

function appendTree(nodes: FlatNodes, view: DataView, nodesAt: number, nodeCount: number): void {
  const statisticsAt = nodesAt + nodeCount * NODE_BYTES;
  const queue = [0];
  let nextChild = nodes.feature.length + 1;
  for (const node of queue) {
    if (node < 0 || node >= nodeCount || queue.length > nodeCount)
      throw new RangeError('A tree of the model is damaged.');
    const at = nodesAt + node * NODE_BYTES;
    const left = view.getInt32(at + 4, true);
    const split = view.getUint32(at + 12, true);
    nodes.threshold.push(view.getFloat32(at + 16, true));
    nodes.cover.push(view.getFloat32(statisticsAt + node * STATISTICS_BYTES + 4, true));
    if (left === LEAF) {
      nodes.feature.push(-1);
      nodes.left.push(-1);
      nodes.missing.push(-1);
      continue;
    }
    const missingGoesLeft = split >>> 31 === 1;
    nodes.feature.push(split & 0x7fffffff);
    nodes.left.push(nextChild);
    nodes.missing.push(missingGoesLeft ? nextChild : nextChild + 1);
    nextChild += 2;
    queue.push(left, view.getInt32(at + 8, true));
  }
}
