import type { DraftRequest } from '../../ports/planner.ts';
import { goalSection } from './case.ts';
import { GROUND_RULES, joinSections, section, type PromptText } from './section.ts';

const SYSTEM = `Before work is judged, you say what it will be judged by: the criteria that the result has to meet so that the goal is met.

Give two to six. Each is one sentence that can be found true or false by who reads the result: concrete, about what the goal asks for and nothing beyond it, and none that follows from another. Each has
- "id": a short name of it, letters only, unique;
- "text": the sentence.

Answer with one JSON object: {"drafted": [...]}.

${GROUND_RULES}`;

export function draftPrompt({ goal, outputSchema }: DraftRequest): PromptText {
  return {
    system: SYSTEM,
    user: joinSections([
      goalSection(goal),
      outputSchema && section('output-schema', {}, JSON.stringify(outputSchema)),
      'What must the result meet?',
    ]),
  };
}
