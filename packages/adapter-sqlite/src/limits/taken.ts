import type { WindowRule } from '@manyhands/core';
import type { File } from '../file/open-file.ts';
import { amountOf, COLUMNS, excess, isNothing, NOTHING, SUMS, toValues, type Amounts } from './amounts.ts';
import type { Per, Untils } from './counts-until.ts';

export type Sums = Partial<Record<Per, Amounts>>;

/** What counts in the windows of groups. */
export function createTaken(file: File) {
  const take = file.prepare(`
    INSERT INTO limit_taken (group_key, per, counts_until, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (group_key, per, counts_until) DO UPDATE SET requests = requests + excluded.requests,
      input_tokens = input_tokens + excluded.input_tokens, output_tokens = output_tokens + excluded.output_tokens,
      tokens = tokens + excluded.tokens`);
  const find = file.prepare(`SELECT ${COLUMNS} FROM limit_taken WHERE group_key = ? AND per = ? AND counts_until = ?`);
  const correct = file.prepare(
    `UPDATE limit_taken SET (${COLUMNS}) = (?, ?, ?, ?) WHERE group_key = ? AND per = ? AND counts_until = ?`,
  );
  const forget = file.prepare('DELETE FROM limit_taken WHERE group_key = ? AND counts_until <= ?');
  const sum = file.prepare(
    `SELECT per, ${SUMS} FROM limit_taken WHERE group_key = ? AND counts_until > ? GROUP BY per`,
  );
  const inOrder = file.prepare(
    `SELECT counts_until, ${COLUMNS} FROM limit_taken WHERE group_key = ? AND per = ? AND counts_until > ? ORDER BY counts_until`,
  );

  return {
    take(group: string, untils: Untils, amounts: Amounts): void {
      if (isNothing(amounts)) return;
      for (const [per, until] of Object.entries(untils)) take.run(group, per, until, ...toValues(amounts));
    },
    giveBack(group: string, untils: Untils, amounts: Amounts, at: number): void {
      if (isNothing(amounts)) return;
      for (const [per, until] of Object.entries(untils)) {
        const taken = until > at ? (find.get(group, per, until) as Amounts | undefined) : undefined;
        if (taken !== undefined) correct.run(...toValues(excess(taken, amounts)), group, per, until);
      }
    },
    forget: (group: string, at: number): void => void forget.run(group, at),
    sums(group: string, at: number): Sums {
      const rows = sum.all(group, at) as unknown as (Amounts & { readonly per: Per })[];
      return Object.fromEntries(rows.map((row) => [row.per, row]));
    },
    /** Epoch ms when `surplus` of it no longer counts; `undefined` when there is not so much. */
    freeAt(group: string, { per, counts }: Pick<WindowRule, 'per' | 'counts'>, surplus: number, at: number) {
      let left = surplus;
      for (const row of inOrder.iterate(group, per, at)) {
        const { counts_until: until, ...amounts } = row as unknown as Amounts & { readonly counts_until: number };
        left -= amountOf(amounts, counts);
        if (left <= 1e-9) return until;
      }
      return undefined;
    },
  };
}

export type Taken = ReturnType<typeof createTaken>;

export function sumOf(sums: Sums, per: Per): Amounts {
  return sums[per] ?? NOTHING;
}
