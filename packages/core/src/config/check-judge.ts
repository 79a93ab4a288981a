import type { GoalRecord } from '../domain/goal.ts';
import { fromTargetName } from '../domain/target.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { Provider } from '../ports/provider.ts';

/** @throws ConfigError when a judge of the panel is none of the pool's */
export function checkJudge({ judge }: GoalRecord, providers: ReadonlyMap<string, Provider>): void {
  if (typeof judge !== 'object') return;
  for (const [index, name] of (judge.panel ?? []).entries()) {
    const target = fromTargetName(name);
    if (target !== undefined && providers.has(target.provider)) continue;
    const message = `There is no judge "${name}"; write "provider:model", with one of the providers ${[...providers.keys()].join(', ')}.`;
    throw new ConfigError(message, { code: 'MANYHANDS_UNKNOWN_PROVIDER', path: `goal.judge.panel[${index}]` });
  }
}
