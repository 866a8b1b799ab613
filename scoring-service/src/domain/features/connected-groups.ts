/**
 * The group of each node of a graph, as the smallest number of a node in it: nodes that edges connect, over however many
 * others, are one group. Nodes are numbered from 0; `one` and `other` are the ends of the edges. (Disjoint-set forest with
 * path halving: Tarjan and van Leeuwen 1984.)
 */
export function connectedGroups(
  nodeCount: number,
  { one, other }: { one: ArrayLike<number>; other: ArrayLike<number> },
): Int32Array {
  const parents = Int32Array.from({ length: nodeCount }, (_, node) => node);
  const parentOf = (node: number): number => parents[node] as number;
  const rootOf = (start: number): number => {
    let node = start;
    while (parentOf(node) !== node) {
      parents[node] = parentOf(parentOf(node));
      node = parentOf(node);
    }
    return node;
  };
  for (let edge = 0; edge < one.length; edge += 1) {
    const [a, b] = [rootOf(one[edge] as number), rootOf(other[edge] as number)];
    parents[Math.max(a, b)] = Math.min(a, b);
  }
  return parents.map((_, node) => rootOf(node));
}
