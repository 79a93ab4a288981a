/**
 * Neighbours together, as many as fit into `budget`. Two at least, so that every level of a tree has half as many texts or
 * fewer; only the last group may be of one.
 */
export function toGroups<Item>(
  items: readonly Item[],
  sizeOf: (item: Item) => number,
  budget: number,
): readonly (readonly Item[])[] {
  const groups: Item[][] = [];
  let group: Item[] = [];
  let size = 0;
  for (const item of items) {
    const added = sizeOf(item);
    if (group.length >= 2 && size + added > budget) {
      groups.push(group);
      group = [];
      size = 0;
    }
    group.push(item);
    size += added;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
