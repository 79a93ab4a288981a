import * as z from 'zod';
import type { Gap } from '../../domain/verdict.ts';
import { whileRunning } from '../../run/until-stopped.ts';
import type { Finding } from '../finding.ts';
import type { Check, CheckedCriterion, CheckFacts } from '../to-criteria.ts';

const NO_ANSWER = 'The check answered with none of `true`, `false`, a text, and { isMet, reason, missing }.';

const gapSchema = z.object({
  taskId: z.string().nullable().default(null),
  piece: z.number().int().nonnegative().nullable().default(null),
  reason: z.string().optional(),
});

/** The app's own functions decide, so the answer of one is read with care. */
const answerSchema = z.union([
  z.boolean().transform((isMet) => ({ isMet })),
  z.string().transform((reason) => ({ isMet: false, reason })),
  z.object({ isMet: z.boolean(), reason: z.string().optional(), missing: z.array(gapSchema).optional() }),
]);

interface Answered {
  readonly isMet: boolean;
  readonly reason?: string | undefined;
  readonly missing?: readonly z.output<typeof gapSchema>[] | undefined;
}

/** What the app's check says of its criterion. One that throws is not met. */
export async function runOwnCheck(criterion: CheckedCriterion, check: Check, facts: CheckFacts): Promise<Finding> {
  const answer = await ask(check, facts);
  const reason = answer.reason ?? (answer.isMet ? 'The check holds.' : 'The check does not hold.');
  const missing = toGaps(criterion, answer, reason);
  const taskIds = [...new Set(missing.flatMap(({ taskId }) => taskId ?? []))];
  return { criteria: [{ criterionId: criterion.id, isMet: answer.isMet, reason, taskIds, by: 'check' }], missing };
}

async function ask(check: Check, facts: CheckFacts): Promise<Answered> {
  try {
    const answer = answerSchema.safeParse(await whileRunning(() => check(facts), facts.signal));
    return answer.success ? answer.data : { isMet: false, reason: NO_ANSWER };
  } catch (error) {
    return { isMet: false, reason: `The check threw: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** A criterion that is not met is missing something, even where the check does not say what. */
function toGaps({ text }: CheckedCriterion, { isMet, missing = [] }: Answered, reason: string): readonly Gap[] {
  if (missing.length > 0) return missing.map((gap) => ({ ...gap, reason: gap.reason ?? reason }));
  return isMet ? [] : [{ taskId: null, piece: null, reason: `${text}: ${reason}` }];
}
