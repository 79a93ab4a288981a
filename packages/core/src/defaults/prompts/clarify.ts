import type { PlanRequest } from '../../ports/planner.ts';
import { answersSection, criteriaSection, goalSection, inputSection } from './case.ts';
import { GROUND_RULES, joinSections, section, type PromptText } from './section.ts';

const SYSTEM = `You prepare work that many language models will do side by side. Before it is planned, you say what is unclear about the goal.

Ask only what would change the plan or the result, and what neither the goal nor the input answers; at most five questions. Most goals are clear enough: then give an empty list.
Each question has
- "id": a short name of it, letters only, unique;
- "question": one sentence, for the person who set the goal;
- "why": what depends on the answer;
- "assumption": the answer you take if none is given. It must be good enough to go on with.

Answer with one JSON object: {"questions": [...]}.

${GROUND_RULES}`;

export function clarifyPrompt({ goal, criteria, outputSchema, input, answers }: PlanRequest): PromptText {
  return {
    system: SYSTEM,
    user: joinSections([
      goalSection(goal),
      criteriaSection(criteria),
      outputSchema && section('output-schema', {}, JSON.stringify(outputSchema)),
      inputSection(input),
      answersSection(answers),
      'What is unclear?',
    ]),
  };
}
