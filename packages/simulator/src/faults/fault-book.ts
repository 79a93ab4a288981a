import type { Vendor } from '../vendor.ts';
import type { Fault } from './fault.ts';

export interface StruckCall {
  readonly vendor: Vendor;
  readonly account: string;
  readonly model: string | undefined;
}

/** The faults in force, in the order they were added; the first that strikes a request is the one it gets. */
export interface FaultBook {
  /** Returns what takes the fault away again. */
  add(fault: Fault): () => void;
  strike(call: StruckCall): Fault | undefined;
}

/** @param random chance, 0 to 1. */
export function createFaultBook(random: () => number): FaultBook {
  const entries = new Set<{ readonly fault: Fault; seen: number; struck: number }>();

  function strikes(entry: { readonly fault: Fault; seen: number; struck: number }, call: StruckCall): boolean {
    const { fault } = entry;
    if (!matches(fault, call) || entry.struck >= (fault.times ?? Infinity)) return false;
    entry.seen += 1;
    if (entry.seen <= (fault.after ?? 0) || random() >= (fault.probability ?? 1)) return false;
    entry.struck += 1;
    return true;
  }

  return {
    add(fault) {
      const entry = { fault, seen: 0, struck: 0 };
      entries.add(entry);
      return () => entries.delete(entry);
    },
    strike(call) {
      for (const entry of entries) if (strikes(entry, call)) return entry.fault;
      return undefined;
    },
  };
}

function matches(fault: Fault, call: StruckCall): boolean {
  return (
    (fault.vendor ?? call.vendor) === call.vendor &&
    (fault.account ?? call.account) === call.account &&
    (fault.model ?? call.model) === call.model
  );
}
