import { VENDORS_OF_THE_DEMO, type SimulatedVendors } from '@manyhands/example-book/simulated-pool';

/**
 * Those of the demo, but that Qwen counts no seconds: a hundred calls of three processes come at once, and vendors that are
 * simulated by one process read them one after the other, which takes more than a second on a busy machine.
 */
export const simulatedVendors: SimulatedVendors = {
  ...VENDORS_OF_THE_DEMO,
  qwen: { ...VENDORS_OF_THE_DEMO.qwen, limits: { maxConcurrent: 4, tokensPerMinute: 100_000 } },
};
