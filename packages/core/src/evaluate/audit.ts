import * as z from 'zod';
import type { Gap } from '../domain/verdict.ts';
import { readValue } from '../run/answer/read-value.ts';
import { schemaToJsonOutput } from '../run/answer/to-json-output.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunState } from '../run/run-state.ts';
import { toWorkPlaces, type WorkPlace } from '../run/work-places.ts';
import { NOTHING_FOUND, type Finding } from './finding.ts';

const auditSchema = z.object({ reason: z.string(), isRight: z.boolean() });
const OUTPUT = schemaToJsonOutput('audit', auditSchema);

type Opinion = z.infer<typeof auditSchema>;

/**
 * Holds results of map tasks against the pieces they were made of: who judges the output alone cannot see what was left out of
 * it. A share of them, evenly spread, and all that were done again. What was audited in an earlier round is not asked again.
 */
export async function audit(context: RunContext, share: number): Promise<Finding> {
  const places = toAudited(context.log.state, share);
  if (places.length === 0) return NOTHING_FOUND;
  const opinions = await Promise.all(places.map((place) => ask(context, place)));
  const missing = places.flatMap((place, index) => toGap(place, opinions[index]) ?? []);
  const asked = opinions.filter((opinion) => opinion !== undefined).length;
  const reason = `${asked} results were held against their pieces; ${missing.length} were found wrong.`;
  const taskIds = missing.map(({ taskId }) => taskId!);
  return { criteria: [{ criterionId: 'audit', isMet: missing.length === 0, reason, taskIds, by: 'planner' }], missing };
}

function toAudited(state: RunState, share: number): readonly WorkPlace[] {
  if (share === 0) return [];
  const done = [...toWorkPlaces(state).values()].filter(({ piece, done }) => piece !== undefined && done !== undefined);
  return done.filter((place, index) => {
    return place.newest.task.replaces !== undefined || Math.floor((index + 1) * share) > Math.floor(index * share);
  });
}

/** `undefined` where nobody could say. */
async function ask({ calls, prompts, log: { state } }: RunContext, { done }: WorkPlace): Promise<Opinion | undefined> {
  const { task, output = null } = done!;
  const outcome = await calls.call({
    task: {
      id: `audit:${task.id}`,
      kind: 'evaluate',
      round: state.rounds.at(-1)!.round,
      title: `Check ${task.title}`,
      route: 'planner',
      dependsOn: [],
    },
    prompt() {
      const instruction = task.prompt ?? task.title;
      const piece = state.pieces[task.piece!]!;
      const { system, user } = prompts.audit({ goal: state.goal.goal, instruction, piece, output });
      return { system, messages: [{ role: 'user', content: user }], output: OUTPUT };
    },
    read: (response) => readValue(auditSchema, response),
  });
  return outcome.status === 'done' ? outcome.output : undefined;
}

function toGap({ id, piece }: WorkPlace, opinion: Opinion | undefined): Gap | undefined {
  if (opinion === undefined || opinion.isRight) return undefined;
  return { taskId: id, piece: piece ?? null, reason: opinion.reason };
}
