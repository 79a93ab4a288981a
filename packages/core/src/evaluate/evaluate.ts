import type * as z from 'zod';
import type { Judging } from '../domain/goal.ts';
import type { Json } from '../domain/json.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunState } from '../run/run-state.ts';
import { audit } from './audit.ts';
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
  /** Who judges the criteria that have no check, and how. */
  readonly judge: Judging;
}

/** Whether the goal is met, and what is missing: by code where code can tell, by the planner for the rest. Never rejects. */
export async function evaluate(context: RunContext, request: EvaluateRequest): Promise<Verdict> {
  const findings = await checkByCode(context, request);
  if (request.judge !== false) findings.push(...(await checkByModels(context, request)));
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

/** What code could not tell. Of a run that was stopped nobody is asked. */
async function checkByModels(context: RunContext, { round, output, criteria, judge: how }: EvaluateRequest) {
  const inWords = criteria.filter(({ check }) => check === undefined).map(({ id, text }) => ({ id, text }));
  const unserved = checkServed(inWords, context.log.state);
  const decided = new Set(unserved.criteria.map(({ criterionId }) => criterionId));
  const open = inWords.filter(({ id }) => !decided.has(id));
  const share = typeof how === 'object' && !context.signal.aborted ? (how.audit ?? 0) : 0;
  const asked = await Promise.all([judge(context, { round, output, criteria: open }), audit(context, share)]);
  return [unserved, ...asked];
}

function toVerdict(findings: readonly Finding[], state: RunState): Verdict {
  const criteria = findings.flatMap((finding) => finding.criteria);
  const gaps = findings.flatMap((finding) => finding.missing);
  const missing = toGaps(gaps, state);
  return { isComplete: missing.length === 0 && criteria.every(({ isMet }) => isMet), criteria, missing };
}
