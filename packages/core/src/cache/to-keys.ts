import { hash } from 'node:crypto';
import type { CachePolicy } from '../config/check-cache.ts';
import type { TaskMessage } from '../domain/message.ts';
import { toTargetName } from '../domain/target.ts';

/** A message, and under which keys its answer may be. */
export interface Asked {
  readonly message: TaskMessage;
  /** Of the answer of each target, in their order. */
  readonly byTarget: readonly string[];
  /**
   * Equal for messages of which one can wait for the answer to the other: what answers one would do for the other, and neither
   * is more urgent.
   */
  readonly together: string;
}

/** Keys are digests: they say nothing of what was asked, and those of one scope are never those of another. */
export function toAsked(message: TaskMessage, { scope }: CachePolicy, variant: string): Asked {
  const { runId, prompt, targets, priority, deadlineAt } = message;
  const of = scope === 'run' ? ['run', runId] : scope === 'app' ? ['app'] : ['owner', scope.owner.trim().toLowerCase()];
  const asked = digest(JSON.stringify([1, of, variant, prompt]));
  const byTarget = targets.map((target) => digest(`${asked} ${toTargetName(target)}`));
  return { message, byTarget, together: [...byTarget, priority, deadlineAt].join(' ') };
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}
