export { createSimulator } from './create-simulator.ts';
export type { Simulator } from './create-simulator.ts';
export type { AccountCounts } from './accounts/counts.ts';
export type { Fault, FaultKind, FaultTarget } from './faults/fault.ts';
export type { LimitName, SimulatedLimits, WindowModel } from './limits/limits.ts';
export type { Draft, Model } from './models/model.ts';
export type { Latency, RetryAfterForm, SimulatedAccount, SimulatedModel, SimulatorOptions } from './options.ts';
export { VENDORS, type Vendor } from './vendor.ts';
export type { Ask, AskMessage, AskTool } from './wire/ask.ts';
