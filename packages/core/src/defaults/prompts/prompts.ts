import type { DraftRequest, PlanRequest } from '../../ports/planner.ts';
import { auditPrompt, type AuditCase } from './audit.ts';
import { choosePrompt, type ChooseCase } from './choose.ts';
import { clarifyPrompt } from './clarify.ts';
import { draftPrompt } from './draft.ts';
import { judgePrompt, type JudgeCase } from './judge.ts';
import { mergePrompt, type MergeCase } from './merge.ts';
import { planPrompt } from './plan.ts';
import type { PromptText } from './section.ts';
import { summaryPrompt, type SummaryCase } from './summary.ts';
import { workPrompt, type WorkCase } from './work.ts';

/** Everything that is said to models, by what it is said for. */
export interface Prompts {
  clarify(facts: PlanRequest): PromptText;
  /** What a result will be judged by. */
  draft(facts: DraftRequest): PromptText;
  plan(facts: PlanRequest): PromptText;
  work(facts: WorkCase): PromptText;
  /** Makes results shorter for a task that they do not fit. */
  summary(facts: SummaryCase): PromptText;
  merge(facts: MergeCase): PromptText;
  judge(facts: JudgeCase): PromptText;
  /** Holds one result against its piece. */
  audit(facts: AuditCase): PromptText;
  /** Takes the best of several answers. */
  choose(facts: ChooseCase): PromptText;
}

/**
 * Prompts of the app's own. Each is given the facts and the standard prompt, and says what is said instead. The form of the answer
 * that is asked for stays: JSON where the standard prompt asks for JSON.
 *
 * @example
 * prompts: {
 *   work: (facts, { system, user }) => ({ system: `${system}\nWrite for children of ten.`, user }),
 * }
 */
export type Templates = {
  readonly [Name in keyof Prompts]?: (facts: Parameters<Prompts[Name]>[0], standard: PromptText) => PromptText;
};

export const STANDARD_PROMPTS: Prompts = {
  clarify: clarifyPrompt,
  draft: draftPrompt,
  plan: planPrompt,
  work: workPrompt,
  summary: summaryPrompt,
  merge: mergePrompt,
  judge: judgePrompt,
  audit: auditPrompt,
  choose: choosePrompt,
};

/** The standard prompts, with those of the app in their places. */
export function toPrompts(templates: Templates): Prompts {
  return {
    clarify: replaced('clarify', templates.clarify, clarifyPrompt),
    draft: replaced('draft', templates.draft, draftPrompt),
    plan: replaced('plan', templates.plan, planPrompt),
    work: replaced('work', templates.work, workPrompt),
    summary: replaced('summary', templates.summary, summaryPrompt),
    merge: replaced('merge', templates.merge, mergePrompt),
    judge: replaced('judge', templates.judge, judgePrompt),
    audit: replaced('audit', templates.audit, auditPrompt),
    choose: replaced('choose', templates.choose, choosePrompt),
  };
}

type Template<Facts> = (facts: Facts, standard: PromptText) => PromptText;

function replaced<Facts>(name: string, own: Template<Facts> | undefined, standard: (facts: Facts) => PromptText) {
  if (own === undefined) return standard;
  return (facts: Facts): PromptText => {
    const usual = standard(facts);
    try {
      return toText(own(facts, usual));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The app's prompt "${name}" cannot be used, the standard one is: ${reason}`;
      process.emitWarning(message, { code: 'MANYHANDS_PROMPT' });
      return usual;
    }
  };
}

function toText({ system, user }: PromptText): PromptText {
  if (typeof system !== 'string' || typeof user !== 'string') throw new TypeError('Give { system, user }, two texts.');
  return { system, user };
}
