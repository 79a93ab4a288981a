import type { Gap, MergeField, RunEvent, RunEventOf } from '@manyhands/core';

/** An event in words, when it is one that a reader wants to see on a line of its own. */
export function toMilestone(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run:resumed':
      return `resumed: ${plural(event.repeated.length, 'call')} whose answer did not arrive ${event.repeated.length === 1 ? 'is' : 'are'} made again`;
    case 'input:closed':
      return event.pieces === 0 ? undefined : `input: ${plural(event.pieces, 'piece')}`;
    case 'clarify:answered':
      return event.answers.length === 0
        ? undefined
        : `assumed: ${event.answers.map(({ question, answer }) => `${question} ${answer}`).join(' · ')}`;
    case 'round:started':
      return event.round === 1 ? undefined : `round ${event.round}: repairs ${toGapList(event.missing)}`;
    case 'plan:task':
      return `plan: ${event.task.id}, ${event.task.kind === 'map' ? 'one call per piece' : 'one call'}: ${event.task.title}`;
    case 'plan:rejected':
      return `plan not valid, asked again: ${event.reason}`;
    case 'plan:closed':
      return `plan: merge by ${event.merge.strategy}${toFieldList(event.merge.fields)}`;
    case 'task:repaired':
      return `${event.taskId}: answer not in the asked form, asked again (${event.reason})`;
    case 'task:retried':
      return `${event.taskId}: tried again after ${event.accountId} said: ${event.failure.message}`;
    case 'task:failed':
      return `${event.taskId} failed: ${event.failure.message}`;
    case 'evaluate:done':
      return toVerdictText(event);
    case 'budget:reached':
      return `stopped by the budget: ${event.message}`;
    case 'run:cancelling':
      return `cancelling: ${event.reason}`;
    default:
      return undefined;
  }
}

function toVerdictText({ round, verdict }: RunEventOf<'evaluate:done'>): string {
  const met = verdict.criteria.filter(({ isMet }) => isMet).length;
  const criteria = `${met} of ${plural(verdict.criteria.length, 'criterion', 'criteria')} met`;
  if (verdict.isComplete) return `evaluation of round ${round}: complete, ${criteria}`;
  return `evaluation of round ${round}: NOT complete, ${criteria}; missing ${toGapList(verdict.missing)}`;
}

const MAX_NAMED = 5;

/** "3 results (piece #34, piece #69, piece #104)". */
function toGapList(gaps: readonly Gap[]): string {
  if (gaps.length === 0) return 'nothing that is named';
  const named = gaps.map(({ piece, taskId }) =>
    piece === null ? (taskId ?? 'work not planned yet') : `piece #${piece}`,
  );
  const more = gaps.length > MAX_NAMED ? ', …' : '';
  return `${plural(gaps.length, 'result')} (${[...new Set(named)].slice(0, MAX_NAMED).join(', ')}${more})`;
}

function toFieldList(fields: readonly MergeField[]): string {
  return fields.length === 0 ? '' : `: ${fields.map(({ name, by, from }) => `${name} = ${by}(${from})`).join(', ')}`;
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
