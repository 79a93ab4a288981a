import type { File } from '../file/open-file.ts';
import { COLUMNS, SUMS, toValues, type Amounts } from './amounts.ts';

/** Those who were refused and will ask again, one place for each group and owner, in the order in which they came. */
export function createLine(file: File) {
  const forget = file.prepare('DELETE FROM limit_line WHERE group_key = ? AND place_ends <= ?');
  const ahead = file.prepare(`
    SELECT count(*) AS calls, ${SUMS} FROM limit_line
    WHERE group_key = $group AND owner <> $owner
      AND place < coalesce((SELECT place FROM limit_line WHERE group_key = $group AND owner = $owner), 9e18)`);
  const wait = file.prepare(`
    INSERT INTO limit_line (group_key, owner, id, ${COLUMNS}, place_ends) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (group_key, owner) DO UPDATE SET id = excluded.id, requests = excluded.requests,
      input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, tokens = excluded.tokens,
      place_ends = excluded.place_ends`);
  const leave = file.prepare('DELETE FROM limit_line WHERE group_key = ? AND owner = ?');
  const giveUp = file.prepare('DELETE FROM limit_line WHERE group_key = ? AND id = ?');

  return {
    /** Places that nobody came back to. */
    forget: (group: string, at: number): void => void forget.run(group, at),
    /** What those before the owner wait for: all of them when it has no place yet. */
    ahead: (group: string, owner: string) =>
      ahead.get({ group, owner }) as unknown as Amounts & { readonly calls: number },
    /** Keeps the place the owner has, or gives it the last one. */
    wait(group: string, owner: string, { id, amounts, until }: Place): void {
      wait.run(group, owner, id, ...toValues(amounts), until);
    },
    leave: (group: string, owner: string): void => void leave.run(group, owner),
    /** Gives up the place of an ask. */
    giveUp: (group: string, id: string): void => void giveUp.run(group, id),
  };
}

export type Line = ReturnType<typeof createLine>;

interface Place {
  /** Of the ask that was refused last. */
  readonly id: string;
  readonly amounts: Amounts;
  readonly until: number;
}
