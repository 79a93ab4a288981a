/** Combines items that come in order, group by group, and what comes of the groups again, until one is left. */
export interface Tree<Item> {
  push(item: Item): void;
  /** There are no more. `undefined` when there were none. */
  end(): Promise<Item | undefined>;
}

export interface TreeOptions<Item> {
  sizeOf(item: Item): number;
  /** Neighbours go together as many as fit in; two at least, so that every level has half as many or fewer. */
  readonly budget: number;
  /** `node` is unique in the tree and follows from the order and sizes of the items. Never rejects. */
  combine(items: readonly Item[], node: string): Promise<Item>;
}

interface Level<Item> {
  group: Item[];
  size: number;
  groups: number;
  /** Resolves when what came of the groups so far has gone up, in their order. */
  risen: Promise<void>;
}

/** A group is combined as soon as the next item does not fit in, whatever the groups around it do. */
export function createTree<Item>({ sizeOf, budget, combine }: TreeOptions<Item>): Tree<Item> {
  const levels: Level<Item>[] = [];

  function add(depth: number, item: Item): void {
    const level = (levels[depth] ??= { group: [], size: 0, groups: 0, risen: Promise.resolve() });
    const added = sizeOf(item);
    if (level.group.length >= 2 && level.size + added > budget) close(depth, level);
    level.group.push(item);
    level.size += added;
  }

  function close(depth: number, level: Level<Item>): void {
    const { group, groups } = level;
    const isLeftOver = group.length === 1 && groups > 0;
    const made = isLeftOver ? Promise.resolve(group[0]!) : combine(group, `${depth}.${groups}`);
    level.group = [];
    level.size = 0;
    level.groups += 1;
    level.risen = level.risen.then(async () => add(depth + 1, await made));
  }

  return {
    push: (item) => add(0, item),
    async end() {
      for (let depth = 0; depth < levels.length; depth += 1) {
        const level = levels[depth]!;
        // A single item is combined too, but not what comes of it.
        if (depth > 0 && level.groups === 0 && level.group.length === 1) return level.group[0];
        if (level.group.length > 0) close(depth, level);
        await level.risen;
      }
      return undefined;
    },
  };
}
