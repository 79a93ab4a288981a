import type * as z from 'zod';
import type { Json } from '../domain/json.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunState } from '../run/run-state.ts';
import { checkCoverage } from './checks/coverage.ts';
import { runOwnCheck } from './checks/own-check.ts';
import { checkPlanned } from './checks/planned.ts';
import { checkSchema } from './checks/schema.ts';
import { checkServed } from './checks/served.ts';
import { checkTasks } from './checks/tasks.ts';
import type { Finding } from './finding.ts';
import { judge } from './judge.ts';
import type { CheckedCriterion } from './to-criteria.ts';
import { toGaps } from './to-gaps.ts';

export interface EvaluateRequest {
  readonly round: number;
  readonly output: Json;
  readonly criteria: readonly CheckedCriterion[];
  /** Of the output, when the app gave one. */
  readonly schema?: z.ZodType;
  /** Whether the planner judges the criteria that have no check. */
  readonly judge: boolean;
}

/** Whether the goal is met, and what is missing: by code where code can tell, by the planner for the rest. Never rejects. */
export async function evaluate(context: RunContext, request: EvaluateRequest): Promise<Verdict> {
  const { round, output } = request;
  const findings = await checkByCode(context, request);
  const inWords = request.criteria.filter(({ check }) => check === undefined).map(({ id, text }) => ({ id, text }));
  if (request.judge) {
    const unserved = checkServed(inWords, context.log.state);
    const decided = new Set(unserved.criteria.map(({ criterionId }) => criterionId));
    const open = inWords.filter(({ id }) => !decided.has(id));
    findings.push(unserved, await judge(context, { round, output, criteria: open }));
  }
  return toVerdict(findings, context.log.state);
}

async function checkByCode(context: RunContext, request: EvaluateRequest): Promise<Finding[]> {
  const { log, signal } = context;
  const { output, schema, criteria } = request;
  const facts = { output, state: log.state, signal };
  const own = criteria.flatMap((criterion) =>
    criterion.check === undefined ? [] : [runOwnCheck(criterion, criterion.check, facts)],
  );
  const asked = await Promise.all([checkSchema(output, schema), ...own]);
  return [checkPlanned(context), checkTasks(log.state), checkCoverage(log.state), ...asked];
}

function toVerdict(findings: readonly Finding[], state: RunState): Verdict {
  const criteria = findings.flatMap((finding) => finding.criteria);
  const gaps = findings.flatMap((finding) => finding.missing);
  const missing = toGaps(gaps, state);
  return { isComplete: missing.length === 0 && criteria.every(({ isMet }) => isMet), criteria, missing };
}
