import type { AccountInput } from '../domain/account.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Which variable holds the key of which provider: `{ openai: 'OPENAI_API_KEY' }`. */
export type KeyVariables<Id extends string = string> = Readonly<Record<Id, string>>;

export type AccountFromEnv<Id extends string> = AccountInput & { readonly provider: Id };

/**
 * One account per key in the environment: `OPENAI_API_KEY`, `OPENAI_API_KEY_2`, `OPENAI_API_KEY_3` … become `openai-1`,
 * `openai-2`, `openai-3` …. Variables that are missing or empty are passed over, and so is a key that was there already:
 * it would be counted as two accounts and have one account's limits. `@manyhands/providers` exports the usual names as
 * `KEY_VARIABLES`.
 *
 * @param env Default: `process.env`.
 * @example
 * const accounts = accountsFromEnv({ openai: 'OPENAI_API_KEY', anthropic: 'ANTHROPIC_API_KEY' });
 */
export function accountsFromEnv<const Id extends string>(
  variables: KeyVariables<Id>,
  env: Environment = process.env,
): AccountFromEnv<Id>[] {
  const providers = Object.entries(variables) as [Id, string][];
  return providers.flatMap(([provider, variable]) =>
    keysOf(variable, env).map(({ number, apiKey }) => ({ id: `${provider}-${number}`, provider, apiKey })),
  );
}

interface NumberedKey {
  readonly number: number;
  readonly apiKey: string;
}

function keysOf(variable: string, env: Environment): NumberedKey[] {
  const found = Object.keys(env)
    .filter((name) => name === variable || name.startsWith(`${variable}_`))
    .flatMap((name) => readKey(name.slice(variable.length + 1), env[name]))
    .sort((a, b) => a.number - b.number);
  return found.filter(
    (key, index) => !found.slice(0, index).some((other) => other.apiKey === key.apiKey || other.number === key.number),
  );
}

function readKey(suffix: string, value: string | undefined): NumberedKey[] {
  const apiKey = value?.trim() ?? '';
  if (apiKey === '' || !/^\d*$/.test(suffix)) return [];
  return [{ number: suffix === '' ? 1 : Number(suffix), apiKey }];
}
