import { toTargetName, type Target } from '../../domain/target.ts';
import type { CriterionVerdict, Gap } from '../../domain/verdict.ts';
import type { Judgement, JudgeRequest } from '../../ports/planner.ts';

type JudgeBy = (request: JudgeRequest, by: Target) => Promise<Judgement>;

interface Vote {
  readonly by: Target;
  readonly judgement: Judgement;
}

/**
 * Several judges, side by side; each criterion is met when more than half of those who answered say so.
 *
 * @throws what the last one threw, when none answered
 */
export async function judgeByPanel(
  request: JudgeRequest,
  panel: readonly Target[],
  judge: JudgeBy,
): Promise<Judgement> {
  const answers = await Promise.allSettled(
    panel.map(async (by): Promise<Vote> => ({ by, judgement: await judge(request, by) })),
  );
  const votes = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  if (votes.length === 0) throw answers.findLast((answer) => answer.status === 'rejected')?.reason;
  const criteria = request.criteria.map(({ id }) => toVerdict(id, votes));
  return { criteria, missing: agreedGaps(criteria, votes) };
}

function toVerdict(criterionId: string, votes: readonly Vote[]): CriterionVerdict {
  const given = votes.flatMap(({ by, judgement }) => {
    const verdict = judgement.criteria.find((each) => each.criterionId === criterionId);
    return verdict === undefined ? [] : [{ by, verdict }];
  });
  const met = given.filter(({ verdict }) => verdict.isMet);
  const isMet = met.length * 2 > votes.length;
  const deciding = given.filter(({ verdict }) => verdict.isMet === isMet);
  const reasons = given.map(({ by, verdict: { isMet, reason } }) => {
    return `${toTargetName(by)}: ${isMet ? 'met' : 'not met'}, ${reason}`;
  });
  return {
    criterionId,
    isMet,
    reason: `${met.length} of ${votes.length} judges say it is met. ${reasons.join(' ')}`,
    taskIds: [...new Set(deciding.flatMap(({ verdict }) => verdict.taskIds))],
    by: 'panel',
  };
}

/** Gaps that most judges name, and those of judges who were right that a criterion is not met. */
function agreedGaps(criteria: readonly CriterionVerdict[], votes: readonly Vote[]): readonly Gap[] {
  const unmet = new Set(criteria.filter(({ isMet }) => !isMet).map(({ criterionId }) => criterionId));
  const isRight = ({ judgement }: Vote) =>
    judgement.criteria.some((each) => !each.isMet && unmet.has(each.criterionId));
  const named = Map.groupBy(
    votes.flatMap((vote) => vote.judgement.missing.map((gap) => ({ gap, vote }))),
    ({ gap }) => JSON.stringify([gap.taskId, gap.piece, gap.taskId === null && gap.piece === null ? gap.reason : '']),
  );
  return [...named.values()]
    .filter(
      (all) => new Set(all.map(({ vote }) => vote)).size * 2 > votes.length || all.some(({ vote }) => isRight(vote)),
    )
    .map((all) => {
      const { taskId, piece } = all[0]!.gap;
      return { taskId, piece, reason: [...new Set(all.map(({ gap }) => gap.reason))].join(' ') };
    });
}
