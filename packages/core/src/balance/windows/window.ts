/** Part of a window that one call takes. There are many, so that who takes makes one object for its own ends too. */
export interface Slice {
  amount: number;
  /** The rest is the window's. Epoch ms: since then it may count. */
  at: number;
  index: number;
  /** Where two windows count. */
  twin?: Slice;
}

export function createSlice(amount: number): Slice {
  return { amount, at: 0, index: 0 };
}

/** What the vendor said of one limit, as of when it answered. */
export interface WindowView {
  readonly limit: number;
  readonly remaining: number;
  /** Until it is full again, in ms. */
  readonly resetMs: number;
}

/**
 * One limit of a quota group over time. Never over it in any window of the vendor's, whatever the order of calls and however
 * long each is on its way, up to the guard the window was made with.
 */
export interface Window {
  limit: number;
  /** The most it holds at once: the limit, or less where the vendor refills evenly and holds little. */
  readonly size: number;
  /** What counts at `at` (`now` or later) of all that was taken so far. */
  used(now: number, at?: number): number;
  /** Epoch ms, `now` or later: when `amount` fits if nothing else is taken. More than its size waits until it is empty. */
  earliest(amount: number, now: number): number;
  /** Takes the amount of the slice, whether there is room or not. */
  take(slice: Slice, now: number): void;
  /** The call has left only now. */
  restamp(slice: Slice, now: number): void;
  /** The call has ended and took `amount`; what came on top of what was taken counts from now. */
  end(slice: Slice, amount: number, now: number): void;
  /**
   * What the vendor says may tell how it refills.
   *
   * @returns whether what is left can be compared with the size: not while a size that is smaller is only suspected
   */
  learn?(view: WindowView, leftAt: number, now: number): boolean;
}
