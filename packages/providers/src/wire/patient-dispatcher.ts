/** Where Node keeps the dispatcher of `fetch`, also one that the app has set, e.g. for a proxy. */
const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
}

/**
 * Node's `fetch` gives up when five minutes pass without a byte, and an answer that is not streamed may take longer: this
 * passes each request on to the dispatcher in force, without that bound.
 */
export const patientDispatcher: Dispatcher = {
  dispatch(options, handler) {
    const inForce = (globalThis as { readonly [GLOBAL_DISPATCHER]?: Dispatcher })[GLOBAL_DISPATCHER];
    if (inForce === undefined) throw new TypeError('this runtime has no dispatcher of fetch');
    return inForce.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler);
  },
};
