import { ConfigError } from '../errors/config-error.ts';

/** @throws ConfigError for the first account whose id another before it has */
export function checkDistinct(accounts: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const [index, { id }] of accounts.entries()) {
    if (seen.has(id)) {
      const message = `There are two accounts "${id}"; every account needs an id of its own.`;
      throw new ConfigError(message, { code: 'MANYHANDS_DUPLICATE_ACCOUNT', path: `accounts[${index}].id` });
    }
    seen.add(id);
  }
}
