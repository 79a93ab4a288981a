import { randomUUID } from 'node:crypto';
import type { Charge } from '../../domain/limits.ts';
import type { Took } from '../limits/reservation.ts';
import type { Exchanges, Question } from './exchanges.ts';

/** What one call has reserved in the store that several processes share. */
export interface SharedReservation {
  /** The call leaves now. */
  start(): void;
  /** It has ended, or never left. */
  end(took: Took): void;
}

export interface ReservationOptions extends Pick<Question, 'renew' | 'onAnswer'> {
  readonly exchanges: Exchanges;
  readonly group: string;
  readonly charge: Charge;
  /** Whether the store knows what it granted: not what left without asking, nor after a silence longer than the lease. */
  isKnown(): boolean;
}

export function reserveShared(options: ReservationOptions): SharedReservation & Question {
  const { exchanges, group, charge } = options;
  let hasStarted = false;
  let isRefused = false;
  const reservation: SharedReservation & Question = {
    id: randomUUID(),
    group,
    charge,
    renew: options.renew,
    onAnswer(answer) {
      isRefused = answer.type !== 'reserved';
      options.onAnswer(answer);
    },
    start() {
      hasStarted = true;
      exchanges.tell({ type: 'start', id: reservation.id, group, ...(!options.isKnown() && { charge }) });
    },
    end(took) {
      // Who is refused keeps its place in line.
      if (isRefused) return;
      if (!hasStarted || took === 'nothing') return exchanges.withdraw(reservation);
      exchanges.tell({ type: 'settle', id: reservation.id, group, ...(took !== 'reserved' && { charge: took }) });
    },
  };
  exchanges.ask(reservation);
  return reservation;
}
