import type { Prompts, Templates } from '../defaults/prompts/prompts.ts';
import { ConfigError } from '../errors/config-error.ts';

const NAMES: readonly (keyof Prompts)[] = ['clarify', 'draft', 'plan', 'work', 'merge', 'judge', 'audit', 'choose'];

/** @throws ConfigError for a prompt there is not, or one that is no function */
export function checkTemplates(templates: Templates = {}): Templates {
  for (const [name, template] of Object.entries(templates)) {
    const path = `prompts.${name}`;
    if (!(NAMES as readonly string[]).includes(name))
      throw badOption(`There is no such prompt; there are ${NAMES.join(', ')}.`, path);
    if (typeof template !== 'function') throw badOption('Give a function of the facts and the standard prompt.', path);
  }
  return templates;
}

function badOption(message: string, path: string): ConfigError {
  return new ConfigError(message, { code: 'MANYHANDS_BAD_OPTION', path });
}
