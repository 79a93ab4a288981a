import type { Gap } from '../../domain/verdict.ts';
import { toTargetName } from '../../domain/target.ts';
import type { OfferedTarget, PlanRequest, RouteOffer } from '../../ports/planner.ts';
import { answersSection, criteriaSection, goalSection, inputSection } from './case.ts';
import { GROUND_RULES, joinSections, section, type PromptText } from './section.ts';

const SYSTEM = `You plan work that many language models will do side by side. You write a graph of tasks and how their results become one output. You do not do the work.

A task:
- "id": a letter, then letters, digits, "_" or "-". Unique.
- "title": a few words.
- "kind": "map" stands for one call per piece of the input: write it once, it is expanded for you. Each call sees its own piece only. "single" is one call; it sees no piece, only the results of the tasks it depends on.
- "prompt": the whole instruction for the model that does it. That model knows nothing of this plan: say exactly what to find or write, how long, and what to do when there is nothing to find. The piece and the results of dependencies are added for you.
- "dependsOn": ids of the tasks whose results it needs, and no others: what does not wait runs at once. A map task that depends on a map task gets the result for the same piece; a single task that depends on a map task gets those of all pieces. No circles.
- "pieces": [] for all pieces, or ranges {"from": 0, "to": 9}, both ends included, counted from 0. Always [] for single tasks.
- "route": one of the routes, or null. null spreads the work over all models and is best for a map; name a route where a task needs what only some can do, or is worth a dearer model.
- "fields": what a structured answer is made of: {"name", "type", "description"}, type one of "string", "number", "boolean", "string[]", "number[]". [] for an answer in plain text. Use fields for whatever is counted, listed or merged by rule.
- "expectedOutputTokens": about how long one answer will be, a number, or null.
- "uses": ids of the questions under "answers" whose answer the task needs: it is added to its prompt. Never write an answer into a prompt yourself. One that is not answered yet holds up the tasks that use it, and no others.
- "serves": ids of the criteria that the task works towards.
- "extras": null, or for the few tasks that need one of these:
  - "accept": what code holds the answer to; one that does not keep it is asked for again. Each is {"field", "rule", "bound", "values"}, "field" null for the whole answer. "rule" is "minLength" or "maxLength" (words of a text), "minItems" or "maxItems" (of a list), "min" or "max" (of numbers), each with "bound"; "oneOf" (the text, or every item, is one of "values"), "mentions" (all of "values" stand in it), or "inPiece" (the text, or every item, stands in the piece word for word: for names and quotations). "bound" is null and "values" [] where the rule takes none. Use it for what can be told by rule, never for what is a matter of opinion.
  - "call": the task is done by one of the functions, exactly and for nothing, in place of a model: {"name", "arguments"}, each argument {"name", "from", "value"}. "value" is JSON as text ("3"; a text stands in double quotes of its own) and "from" null; or "from" says where it comes from and "value" is null: "piece" (of a map task), "task" or "task.field" (of a dependency; a list of them for all pieces of a map task), "answer.id" (of one in "uses"). Its "fields" are those properties of the function's output that others need, or [] for the whole. Prefer a function where one can do the work; one with side effects only where the goal asks for what it does. Null for a model.
  - "certainty": for a task that has to be right whatever it costs: {"by", "copies", "mix"}. It is done "copies" times (2 to 9), and "by" says how the answer is found: "vote" the most frequent, for short answers that can be equal word for word; "best" a judge takes one. "mix" true asks different models. Null for all others.
  - "isOptional": true for what the result can do without: it is left out when the budget runs short.
  - "pass": how results of dependencies reach it: "whole" (made shorter only where they do not fit), "summary" (always made shorter, for this task) or "reference" (their ids and how they begin).
  Leave the rest as it is: "accept": [], "pass": "whole", "certainty": null, "isOptional": false, "call": null.

The merge makes the output from the results, mostly in code:
- "strategy": "fields" builds an object field by field. "concat" joins texts, "json" collects all results, "vote" takes the most frequent, "reduce" has a model combine them in a tree by "instruction". All but "fields" take the tasks that no other depends on.
- "instruction": for "reduce", else null.
- "fields": for "fields", else []. Each has "name" in the output, "from" ("task.field", or "task" for its whole answer), "by" and "instruction" (for "reduce", else null). "by" is one of
  "sum", "min", "max" (of number), "count" (how many there are), "union" (of lists, without doubles), "index" (the same, and in which pieces each stands), "list" (all, in order), "concat" (texts), "vote" (the most frequent), "reduce" (a model combines them in a tree, however many, by its "instruction").
If an output schema is given, the merge must produce exactly its properties, with strategy "fields".

Prefer few tasks and broad fan-out. Do not plan a single task that reads all results of a large map: merge with "reduce" instead. Let code count and sum.
Write tasks in the order in which they can start: each may be started before you have written the next. Never change a task that is written.

Answer with one JSON object: {"tasks": [...], "merge": {...}}.

${GROUND_RULES}`;

const REPAIR = `This is a repair round. The tasks under "planned" have been done; the judge found missing what stands under "missing". Plan only what closes these gaps. To do a planned task again, repeat its id, kind and fields, for a map task with the pieces concerned, and improve its prompt; for anything new take a new id. You may depend on planned tasks. Give the whole merge again, over planned and new tasks.`;

const BEGUN = `You were interrupted while you wrote this plan. The tasks under "begun" have been started: write them first, exactly as they are, then the rest.`;

const REFUSED = `The plans under "refused" were not wanted, each for its reason. Plan so that none of the reasons holds.`;

export function planPrompt(request: PlanRequest): PromptText {
  const { goal, criteria, outputSchema, input, answers, questions, routes, functions, repair, begun, refused, limits } =
    request;
  return {
    system: SYSTEM,
    user: joinSections([
      goalSection(goal),
      criteriaSection(criteria),
      outputSchema && section('output-schema', {}, JSON.stringify(outputSchema)),
      inputSection(input),
      answersSection(answers, questions),
      section('routes', {}, routes.map(toOffer).join('\n')),
      functions.length === 0
        ? undefined
        : section('functions', {}, functions.map((offer) => JSON.stringify(offer)).join('\n')),
      repair && section('planned', {}, repair.planned.map((task) => JSON.stringify(task)).join('\n')),
      repair && section('missing', {}, repair.missing.map(toLine).join('\n')),
      repair && REPAIR,
      ...(refused ?? []).map(({ plan, reason }) => section('refused', { reason }, JSON.stringify(plan))),
      refused && REFUSED,
      begun && section('begun', {}, begun.map((task) => JSON.stringify(task)).join('\n')),
      begun && BEGUN,
      `Plan at most ${limits.maxTasks} tasks, of which at most ${limits.maxDepth} wait one behind the other; a map task counts once.`,
    ]),
  };
}

function toLine({ taskId, piece, reason }: Gap): string {
  const facts = [piece === null ? '' : `piece="${piece}"`, taskId === null ? '' : `task="${taskId}"`];
  return `${facts.filter((fact) => fact !== '').join(' ')}: ${reason}`;
}

function toOffer({ name, targets }: RouteOffer): string {
  return `${name}: ${targets.map(toModel).join('; ')}`;
}

function toModel({ target, contextTokens, maxOutputTokens, price }: OfferedTarget): string {
  const usd = price && `, $${price.inputUsdPerMillion} in and $${price.outputUsdPerMillion} out per million tokens`;
  return `${toTargetName(target)} (reads ${contextTokens} tokens, writes ${maxOutputTokens}${usd ?? ''})`;
}
