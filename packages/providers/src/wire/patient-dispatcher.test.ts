import { afterEach, describe, expect, it, vi } from 'vitest';
import { patientDispatcher } from './patient-dispatcher.ts';

const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');
const original: unknown = Reflect.get(globalThis, GLOBAL_DISPATCHER);

afterEach(() => {
  Reflect.set(globalThis, GLOBAL_DISPATCHER, original);
});

describe('a request that may take long', () => {
  it('goes through the dispatcher that the app has set, with no bound on silence', () => {
    const dispatch = vi.fn(() => true);
    Reflect.set(globalThis, GLOBAL_DISPATCHER, { dispatch });
    const handler = {};
    expect(patientDispatcher.dispatch({ path: '/v1/messages', headersTimeout: 300_000 }, handler)).toBe(true);
    expect(dispatch).toHaveBeenCalledExactlyOnceWith(
      { path: '/v1/messages', headersTimeout: 0, bodyTimeout: 0 },
      handler,
    );
  });
});
