/** Something a heap keeps. It knows where it is, so that it can be moved or taken out without a search. */
export interface HeapItem {
  /** -1: in no heap. */
  heapIndex: number;
}

/** The first of many by an order that may change; every change costs O(log n). */
export interface Heap<Item extends HeapItem> {
  readonly size: number;
  /** In no order but for the first. */
  readonly items: readonly Item[];
  peek(): Item | undefined;
  push(item: Item): void;
  /** What it is ordered by has changed. */
  update(item: Item): void;
  /** Does nothing if it is in no heap. */
  remove(item: Item): void;
}

export function createHeap<Item extends HeapItem>(isBefore: (a: Item, b: Item) => boolean): Heap<Item> {
  const items: Item[] = [];

  function put(item: Item, index: number): void {
    items[index] = item;
    item.heapIndex = index;
  }

  function rise(item: Item, from: number): void {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (!isBefore(item, items[above]!)) break;
      put(items[above]!, index);
      index = above;
    }
    put(item, index);
  }

  function sink(item: Item, from: number): void {
    let index = from;
    for (let below = 2 * index + 1; below < items.length; below = 2 * index + 1) {
      if (below + 1 < items.length && isBefore(items[below + 1]!, items[below]!)) below += 1;
      if (!isBefore(items[below]!, item)) break;
      put(items[below]!, index);
      index = below;
    }
    put(item, index);
  }

  function settle(item: Item, index: number): void {
    rise(item, index);
    sink(item, item.heapIndex);
  }

  return {
    get size() {
      return items.length;
    },
    items,
    peek: () => items[0],
    push(item) {
      items.push(item);
      rise(item, items.length - 1);
    },
    update: (item) => settle(item, item.heapIndex),
    remove(item) {
      const index = item.heapIndex;
      if (index < 0) return;
      item.heapIndex = -1;
      const last = items.pop()!;
      if (last !== item) settle(last, index);
    },
  };
}
