import type { File } from '../file/open-file.ts';
import { COLUMNS, SUMS, toValues, type Amounts } from './amounts.ts';
import type { Untils } from './counts-until.ts';

export interface Reservation {
  readonly amounts: Amounts;
  /** Of one that has started. */
  readonly untils?: Untils;
}

type Row = Amounts & {
  readonly is_started: number;
  readonly second_until: number | null;
  readonly minute_until: number | null;
  readonly day_until: number | null;
};

/** What is reserved or under way. */
export function createReservations(file: File) {
  const find = file.prepare('SELECT * FROM limit_reservations WHERE id = ?');
  const insert = file.prepare(`
    INSERT INTO limit_reservations (id, group_key, owner, ${COLUMNS}, is_started, second_until, minute_until, day_until)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const start = file.prepare(
    'UPDATE limit_reservations SET is_started = 1, second_until = ?, minute_until = ?, day_until = ? WHERE id = ?',
  );
  const remove = file.prepare('DELETE FROM limit_reservations WHERE id = ? RETURNING *');
  const removeOf = file.prepare('DELETE FROM limit_reservations WHERE group_key = ? AND owner = ? RETURNING *');
  const count = file.prepare(`
    SELECT count(*) AS calls, ${SUMS.replaceAll(/total\((\w+)\)/g, 'total($1) FILTER (WHERE is_started = 0)')}
    FROM limit_reservations WHERE group_key = ?`);

  return {
    find: (id: string): Reservation | undefined => toReservation(find.get(id) as Row | undefined),
    add(id: string, group: string, owner: string, { amounts, untils }: Reservation): void {
      insert.run(id, group, owner, ...toValues(amounts), untils === undefined ? 0 : 1, ...toColumns(untils ?? {}));
    },
    start: (id: string, untils: Untils): void => void start.run(...toColumns(untils), id),
    remove: (id: string): Reservation | undefined => toReservation(remove.get(id) as Row | undefined),
    /** All of an owner that is gone. */
    removeOf(group: string, owner: string): readonly Reservation[] {
      const rows = removeOf.all(group, owner) as unknown as Row[];
      return rows.map((row) => toReservation(row)!);
    },
    /** How many there are, and what those hold that have not started. */
    count: (group: string) => count.get(group) as unknown as Amounts & { readonly calls: number },
  };
}

export type Reservations = ReturnType<typeof createReservations>;

function toReservation(row: Row | undefined): Reservation | undefined {
  if (row === undefined || row.is_started === 0) return row && { amounts: row };
  const { second_until: second, minute_until: minute, day_until: day } = row;
  const untils = {
    ...(second !== null && { second }),
    ...(minute !== null && { minute }),
    ...(day !== null && { day }),
  };
  return { amounts: row, untils };
}

function toColumns({ second, minute, day }: Untils): [number | null, number | null, number | null] {
  return [second ?? null, minute ?? null, day ?? null];
}
