import { createManualClock, limitStoreContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { memoryLimitStore } from './index.ts';

describe('the memory limit store', () => {
  for (const { name, run } of limitStoreContract) {
    it(name, () =>
      run(() => {
        const clock = createManualClock();
        const store = memoryLimitStore({ clock });
        return { open: () => store, advance: (ms) => clock.advance(ms) };
      }),
    );
  }
});
