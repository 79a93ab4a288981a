// The zod schemas of everything that crosses a boundary, for adapters that read it from outside: messages, reports, events.
// An entry point of its own: an app needs their types, and making the schemas is half of the time that core takes to load.
export * from './domain/account.ts';
export * from './domain/cache-use.ts';
export * from './domain/chat.ts';
export * from './domain/event.ts';
export * from './domain/failure.ts';
export * from './domain/goal.ts';
export * from './domain/json.ts';
export * from './domain/limits.ts';
export * from './domain/message.ts';
export * from './domain/piece.ts';
export * from './domain/plan.ts';
export * from './domain/reasoning-effort.ts';
export * from './domain/retention.ts';
export * from './domain/target.ts';
export * from './domain/task.ts';
export * from './domain/usage.ts';
export * from './domain/verdict.ts';
