export type * from './domain/account.ts';
export type { AppFunction, FunctionContext, FunctionOffer } from './domain/app-function.ts';
export type * from './domain/cache-use.ts';
export type * from './domain/chat.ts';
export type * from './domain/event.ts';
export type * from './domain/failure.ts';
export type * from './domain/goal.ts';
export type * from './domain/json.ts';
export type * from './domain/limits.ts';
export type * from './domain/message.ts';
export type * from './domain/piece.ts';
export type * from './domain/plan.ts';
export type * from './domain/reasoning-effort.ts';
export type * from './domain/merged.ts';
export type * from './domain/plan-forecast.ts';
export type * from './domain/retention.ts';
export type * from './domain/target.ts';
export type * from './domain/task.ts';
export type * from './domain/usage.ts';
export type * from './domain/verdict.ts';
export { LIMIT_NAMES } from './domain/limits.ts';
export { MESSAGE_VERSION } from './domain/message-version.ts';
export { Secret, toSecret } from './domain/secret.ts';
export { ANY_ROUTE, fromTargetName, toTargetName } from './domain/target.ts';
export { addUsage, NO_USAGE } from './domain/usage.ts';
export { accountsFromEnv, type AccountFromEnv, type KeyVariables } from './config/accounts-from-env.ts';
export { accountsFromFile } from './config/accounts-from-file.ts';
export { sealingKeyFromEnv, type FindSealingKey, type SealingKey } from './accounts/sealing-key.ts';
export {
  storedAccounts,
  type AccountChanges,
  type StoredAccounts,
  type StoredAccountsOptions,
} from './accounts/stored-accounts.ts';
export type { AccountImport } from './accounts/import-accounts.ts';
export type { AccountOwner } from './accounts/owners.ts';
export type { StoredAccount } from './accounts/to-record.ts';
export { spanEnd } from './balance/windows/span-end.ts';
export { memoryStore } from './run/memory-store.ts';
export { fileBlobs, type FileBlobsOptions } from './store/file-blobs.ts';
export { systemClock } from './defaults/system-clock.ts';
export * from './errors/blob-error.ts';
export * from './errors/config-error.ts';
export * from './errors/deadline-error.ts';
export * from './errors/invalid-answer-error.ts';
export * from './errors/manyhands-error.ts';
export * from './errors/provider-error.ts';
export * from './errors/store-error.ts';
export type * from './ports/accounts.ts';
export type * from './ports/balancer.ts';
export type * from './ports/blobs.ts';
export type * from './ports/clock.ts';
export type * from './ports/limit-store.ts';
export type * from './ports/model-calls.ts';
export type * from './ports/planner.ts';
export type * from './ports/provider.ts';
export type * from './ports/response-cache.ts';
export type * from './ports/store.ts';
export type * from './ports/transport.ts';
export { createOrchestrator, type Accounts, type MapOptions, type Orchestrator } from './create-orchestrator.ts';
export {
  buildPlan,
  by,
  type FieldRef,
  type MergeStep,
  type PlanBuilder,
  type TaskRef,
  type TaskSpec,
} from './build-plan.ts';
export type { PlanChange, PlanDiff } from './diff-plans.ts';
export { defineFunction } from './define-function.ts';
export { createWorker, type Worker } from './create-worker.ts';
export type {
  Check,
  CheckAnswer,
  CheckedCriterion,
  CheckFacts,
  CheckResult,
  CriterionInput,
} from './evaluate/to-criteria.ts';
export { checks, type Bounds } from './evaluate/checks/rules.ts';
export type { MatrixCell, MatrixRow } from './evaluate/coverage-matrix.ts';
export type { MergeFunction } from './merge/merge.ts';
export type { MergeResult } from './merge/results.ts';
export type { OnPlan, PlanDecision, PlanPreview } from './plan/approve-plan.ts';
export type { Estimate } from './plan/estimate-places.ts';
export type { Prompts, Templates } from './defaults/prompts/prompts.ts';
export type { PromptText } from './defaults/prompts/section.ts';
export type { Answers, OnClarify } from './plan/create-clarifier.ts';
export type { Run } from './create-run.ts';
export { exportRun, importRun, type RunFile } from './run-file.ts';
export type { ResumeInput } from './resume-run.ts';
export type { RunResult } from './run-result.ts';
export type { GoalInput } from './goal-input.ts';
export type { SimulationRequest, TaskSizes } from './simulate.ts';
export type { PlannedWork } from './simulate-plan.ts';
export type { BindingLimit, Blocked } from './simulate/blocked-time.ts';
export type { AccountForecast, Forecast, OneMoreAccount } from './simulate/forecast.ts';
export type { TaskSize } from './simulate/simulated-task.ts';
export type { RunState, RoundState, TaskState, TaskStatus } from './run/run-state.ts';
export type {
  OrchestratorOptions,
  PlannerTarget,
  PoolOptions,
  Routes,
  SharedLimits,
  WorkerOptions,
} from './config/orchestrator-options.ts';
export type { CacheOptions } from './config/check-cache.ts';
export type { Settings } from './defaults/settings.ts';
export type { DirectPart, DirectRequest, DirectResponse } from './direct-call.ts';
