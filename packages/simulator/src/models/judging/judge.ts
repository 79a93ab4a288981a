import type { Json, JsonObject } from '../../json.ts';
import type { Prompt } from '../reading/read-prompt.ts';
import { readCriteria } from '../reading/read-criteria.ts';
import { readSections, type Section } from '../reading/sections.ts';
import { isEvidence } from './is-evidence.ts';

export function isJudgement(properties: JsonObject): boolean {
  return 'criteria' in properties && ('missing' in properties || Object.keys(properties).length <= 3);
}

/** Each criterion is met when what the tasks and the output say gives evidence of it and nothing that it needs failed. */
export function judge({ whole }: Prompt): Json {
  const tasks = readSections(whole, 'result', 'task');
  const output = readSections(whole, 'output')[0]?.text ?? '';
  const failed = tasks.filter(({ attributes }) =>
    /^(failed|cancelled|skipped|missing)$/.test(attributes['state'] ?? ''),
  );
  const evidence = [output, ...tasks.map(({ text }) => text)].join('\n');
  const criteria = readCriteria(whole).map(({ id, text }) => toVerdict(id, text, evidence, failed, tasks));
  return {
    criteria,
    missing: failed.map((task) => ({
      taskId: toTaskId(task),
      piece: null,
      reason: `The task is ${task.attributes['state'] ?? 'failed'}.`,
    })),
    isComplete: failed.length === 0 && criteria.every(({ isMet }) => isMet),
  };
}

function toVerdict(
  criterionId: string,
  text: string,
  evidence: string,
  failed: readonly Section[],
  tasks: readonly Section[],
) {
  const needsAll = /\b(every|each|all|whole|complete|no .* missing)\b/i.test(text);
  const lacking = needsAll ? failed : [];
  const isMet = lacking.length === 0 && isEvidence(text, evidence);
  const reason =
    lacking.length > 0
      ? `${lacking.length} of ${tasks.length} tasks have no result.`
      : isMet
        ? 'The results speak of it.'
        : 'Nothing in the results speaks of it.';
  const taskIds = (lacking.length > 0 ? lacking : tasks.slice(0, 3)).map(toTaskId);
  return { criterionId, id: criterionId, isMet, met: isMet, reason, taskIds };
}

function toTaskId({ attributes }: Section): string {
  return attributes['task'] ?? attributes['id'] ?? '';
}
