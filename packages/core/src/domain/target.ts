import * as z from 'zod';

/** Who may serve a task: a provider's id and a model of it, written `provider:model` in text. */
export const targetSchema = z.object({ provider: z.string().min(1), model: z.string().min(1) });
export type Target = z.infer<typeof targetSchema>;

export function toTargetName(target: Target): string {
  return `${target.provider}:${target.model}`;
}

/** Reads `provider:model`; the model may hold colons itself (`ollama:llama3:8b`). `undefined` when there is no model. */
export function fromTargetName(name: string): Target | undefined {
  const colon = name.indexOf(':');
  if (colon < 1 || colon === name.length - 1) return undefined;
  return { provider: name.slice(0, colon), model: name.slice(colon + 1) };
}

/** The route of tasks that do not care who does them: every target of it is as good as the others. */
export const ANY_ROUTE = 'any';
