import type { Account } from '../domain/account.ts';
import { toTargetName } from '../domain/target.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import type { Balancer, Permit, PermitRequest } from '../ports/balancer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Provider } from '../ports/provider.ts';
import { createAlarms } from './alarms.ts';
import { CallPermit, type PermitDeps } from './call-permit.ts';
import { createDesk } from './desk.ts';
import { createChooser, type Choice, type ChooserOptions } from './places/choose-place.ts';
import type { Member } from './places/place.ts';
import { createAccountPool } from './places/pool.ts';
import { toAccountStatuses } from './places/pool-status.ts';
import { createPunctuality } from './punctuality.ts';
import type { Answer } from './sharing/exchanges.ts';
import type { LimitSharing } from './sharing/limit-sharing.ts';
import { Waiter } from './waiting/waiter.ts';
import { createWaitingRoom } from './waiting/waiting-room.ts';
import { createWarmAccounts } from './warm-accounts.ts';

export interface BalancerOptions {
  readonly providers: readonly Provider[];
  readonly accounts: readonly Account[];
  readonly clock: Clock;
  /** Added to every window, in ms: for the way to the vendor, which takes one call longer than another. */
  readonly limitGuardMs: number;
  /** Limits are shared with other processes. Default: they are all ours. */
  readonly sharing?: LimitSharing;
  /** A permit that nobody has ended is taken back after so long, in ms: longer than any call takes. Default: never. */
  readonly leaseMs?: number;
  /** A call that any account may take goes to the cheapest that is free, by this, and not to the least filled. */
  readonly priceOf?: ChooserOptions['priceOf'];
  /** For pauses that vary, 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** Calls give back room earlier than they reserved it: it is asked for again before the time that the store said. */
const LOOK_AGAIN_MS = 1_000;

/** Shares the accounts of a pool: calls wait in one room and are bound to an account only when they can start. */
export function createBalancer(options: BalancerOptions): Balancer {
  const { clock, limitGuardMs, sharing, leaseMs, priceOf, random = Math.random } = options;
  const pool = createAccountPool({ ...options, random, guardMs: limitGuardMs });
  const room = createWaitingRoom(({ targets }) => targets.map(pool.target));
  const warm = createWarmAccounts();
  const leases = createAlarms(clock, true);
  const chooser = createChooser({
    warmAccount: ({ affinityKey }) => warm.get(affinityKey),
    priceOf,
  });
  const desk = createDesk({ room, clock, choose: chooser.choose, grant, refuse });
  const punctuality = createPunctuality({ clock, chooser, onLate: leave });
  const permitDeps: PermitDeps = {
    clock,
    lend: leaseMs === undefined ? undefined : (takeBack) => leases.set(clock.now() + leaseMs, takeBack),
    onEnded({ place, target }, hasRoom) {
      inFlight -= 1;
      target.inFlight -= 1;
      pool.onEnded(place, hasRoom);
      desk.openSoon();
    },
  };
  /** Those for whom a place was found, while others that share its limits are asked. */
  const asking = new Map<Waiter, CallPermit>();
  let order = 0;
  let inFlight = 0;
  let isClosed = false;
  for (const account of options.accounts) pool.add(account);

  function acquire(request: PermitRequest, signal: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (isClosed || signal.aborted) return reject(abortedError());
      const waiter = new Waiter({ request, signal, order: (order += 1), resolve, reject, onAbort });
      room.add(waiter);
      if (request.deadlineAt !== undefined) punctuality.watch(waiter, request.deadlineAt);
      desk.openSoon();
    });
  }

  function onAbort(waiter: Waiter): void {
    leave(waiter, abortedError());
  }

  function leave(waiter: Waiter, error: ManyhandsError): void {
    desk.forget(waiter);
    punctuality.forget(waiter);
    room.leave(waiter);
    asking.get(waiter)?.cancel();
    asking.delete(waiter);
    waiter.reject(error);
    // Room that it had claimed is there for others.
    desk.openSoon();
  }

  function refuse(waiter: Waiter): void {
    punctuality.forget(waiter);
    waiter.reject(noAccountError(waiter.request));
  }

  function grant(waiter: Waiter, choice: Choice): void {
    const permit = toPermit(waiter, choice);
    if (sharing === undefined) return give(waiter, permit);
    asking.set(waiter, permit);
    permit.share(sharing, (answer) => onAnswer(waiter, choice, answer));
  }

  function give(waiter: Waiter, permit: CallPermit): void {
    punctuality.forget(waiter);
    permit.lend();
    waiter.resolve(permit);
  }

  /** What others that share the limits leave of them. */
  function onAnswer(waiter: Waiter, { place: { group }, charge }: Choice, answer: Answer): void {
    const permit = asking.get(waiter)!;
    asking.delete(waiter);
    if (answer.type === 'reserved') return give(waiter, permit);
    if (answer.type === 'later') {
      group.othersUntil = clock.now() + Math.min(answer.inMs, LOOK_AGAIN_MS);
      room.addAgain(waiter, group.quota.part(charge));
    }
    permit.cancel();
    if (answer.type === 'failed') {
      punctuality.forget(waiter);
      waiter.reject(answer.error);
    }
  }

  function toPermit(waiter: Waiter, choice: Choice): CallPermit {
    const { place, target } = choice;
    inFlight += 1;
    target.inFlight += 1;
    warm.set(waiter.request.affinityKey, place.member.account.id);
    const permit = new CallPermit(waiter, choice, permitDeps);
    pool.onStarted(place);
    return permit;
  }

  function change(accountId: string, how: (member: Member) => void): void {
    const member = pool.members.get(accountId);
    if (member !== undefined) how(member);
    desk.openSoon();
  }

  return {
    acquire,
    add(account) {
      pool.add(account);
      desk.openSoon();
    },
    remove: (accountId) => change(accountId, () => pool.remove(accountId)),
    setDisabled: (accountId, isDisabled) =>
      change(accountId, (member) => {
        member.isDisabled = isDisabled;
        if (!isDisabled) member.hasBadKey = false;
        pool.reopen(member);
      }),
    status: () => ({
      waiting: room.size + asking.size,
      inFlight: inFlight - asking.size,
      accounts: toAccountStatuses(pool, clock.now()),
    }),
    close() {
      isClosed = true;
      const waiting = [...room.lines.flatMap((line) => line.waiters()), ...asking.keys()];
      for (const waiter of waiting) leave(waiter, abortedError());
      desk.close();
    },
  };
}

function abortedError(): ManyhandsError {
  return new ManyhandsError('The call was cancelled while it waited for an account.', { code: 'MANYHANDS_ABORTED' });
}

function noAccountError({ targets }: PermitRequest): ManyhandsError {
  const names = targets.map(toTargetName).join(', ');
  const message = `No account is left that could serve ${names}: add one, or look at accounts.status() for keys the vendor refused.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_NO_ACCOUNT' });
}
