import type { JudgeRequest } from '../../ports/planner.ts';
import { criteriaSection, goalSection } from './case.ts';
import { GROUND_RULES, joinSections, section, type PromptText } from './section.ts';

const SYSTEM = `You judge whether work that many language models did meets its goal. Be strict and concrete: judge what stands in the output, not what was meant.

For every criterion give
- "criterionId": its id;
- "isMet": true only if the output meets it;
- "reason": one sentence, with the evidence;
- "taskIds": ids of the tasks that met it, or that it is missing from; [] if it is none in particular.

Under "missing" name what should be done again or was never done; [] if nothing is. Each has
- "taskId": the id of the task whose result is missing or wrong, or null;
- "piece": the index of the input piece that no result covers, or null;
- "reason": what is missing or wrong, so that whoever does it again can do it better.
Name a gap only if doing it again could close it.

Answer with one JSON object: {"criteria": [...], "missing": [...]}.

${GROUND_RULES}`;

export function judgePrompt({ goal, criteria, output, tasks }: JudgeRequest): PromptText {
  return {
    system: SYSTEM,
    user: joinSections([
      goalSection(goal),
      criteriaSection(criteria),
      section('output', {}, typeof output === 'string' ? output : JSON.stringify(output)),
      ...tasks.map(({ id, title, state, digest }) => section('result', { task: id, title, state }, digest)),
      'Judge every criterion.',
    ]),
  };
}
