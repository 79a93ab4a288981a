import type { Account } from '../domain/account.ts';
import { toTargetName } from '../domain/target.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import type { Balancer, Permit, PermitRequest } from '../ports/balancer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Provider } from '../ports/provider.ts';
import { createChooser, type Choice } from './choose-place.ts';
import { createConsequences } from './consequences.ts';
import { createPermit } from './create-permit.ts';
import { createInputCorrection } from './input-correction.ts';
import { createOutputLength } from './output-length.ts';
import { createPauses } from './pauses.ts';
import { createAccountPool } from './pool.ts';
import { toAccountStatuses } from './pool-status.ts';
import { createWaitingRoom, type Waiter } from './waiting-room.ts';

export interface BalancerOptions {
  readonly providers: readonly Provider[];
  readonly accounts: readonly Account[];
  readonly clock: Clock;
  /** Added to every window, in ms: for clocks that differ and the way to the vendor. */
  readonly limitGuardMs: number;
  /** For pauses that vary, 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** Shares the accounts of a pool: calls wait in one room and are bound to an account only when they can start. */
export function createBalancer({ providers, accounts, clock, limitGuardMs, random }: BalancerOptions): Balancer {
  const pool = createAccountPool(new Map(providers.map((provider) => [provider.id, provider])), limitGuardMs, clock);
  const room = createWaitingRoom<Permit>();
  const pauses = createPauses(random);
  const consequences = createConsequences(pauses);
  const outputs = createOutputLength();
  const inputs = createInputCorrection();
  const warm = new Map<string, string>();
  let order = 0;
  let inFlight = 0;
  let isPumping = false;
  let clearTimer = () => {};
  let isClosed = false;
  for (const account of accounts) pool.add(account);

  const choose = createChooser({
    pool,
    pauses,
    estimate: ({ route, estimate }, { target }) => ({
      ...estimate,
      inputTokens: inputs.expect(toTargetName(target), estimate.inputTokens),
      outputTokens: outputs.expect(`${route}/${toTargetName(target)}`, estimate.maxOutputTokens),
    }),
    warmAccount: (affinityKey) => (affinityKey === undefined ? undefined : warm.get(affinityKey)),
  });

  function acquire(request: PermitRequest, signal: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (isClosed || signal.aborted) return reject(abortedError());
      const clearDeadline = watchDeadline(request.deadlineAt, () => leave(deadlineError(request)));
      const onAbort = () => leave(abortedError());
      const done = () => {
        clearDeadline();
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: SignalledWaiter = {
        request,
        signal,
        order: (order += 1),
        isGone: false,
        resolve: (permit) => (done(), resolve(permit)),
        reject: (error) => (done(), reject(error)),
      };
      function leave(error: ManyhandsError): void {
        room.leave(waiter);
        waiter.reject(error);
      }
      signal.addEventListener('abort', onAbort, { once: true });
      room.add(waiter);
      if (request.deadlineAt !== undefined && cannotMeet(request, request.deadlineAt)) leave(deadlineError(request));
      pumpSoon();
    });
  }

  function watchDeadline(deadlineAt: number | undefined, onPassed: () => void): () => void {
    return deadlineAt === undefined ? () => {} : clock.setTimer(onPassed, deadlineAt - clock.now());
  }

  function cannotMeet(request: PermitRequest, deadlineAt: number): boolean {
    const chosen = choose(request, clock.now());
    return chosen.type === 'later' && Number.isFinite(chosen.earliestAt) && chosen.earliestAt > deadlineAt;
  }

  function deadlineError(request: PermitRequest): ManyhandsError {
    const chosen = choose(request, clock.now());
    const when =
      chosen.type === 'later' && Number.isFinite(chosen.earliestAt)
        ? ` The earliest a call could start is ${new Date(chosen.earliestAt).toISOString()}.`
        : '';
    return new ManyhandsError(`The limits of the accounts leave no room before the deadline.${when}`, {
      code: 'MANYHANDS_DEADLINE',
    });
  }

  function pumpSoon(): void {
    if (isPumping) return;
    isPumping = true;
    queueMicrotask(() => {
      isPumping = false;
      pump();
    });
  }

  /** Serves the lines in turn, one from each, until none can be served; then sleeps until one can. */
  function pump(): void {
    const now = clock.now();
    let wakeAt = Number.POSITIVE_INFINITY;
    let lines = room.lines();
    while (lines.length > 0) {
      lines = lines.filter((line) => {
        const waiter = line.first() as SignalledWaiter | undefined;
        if (waiter === undefined) return false;
        const chosen = choose(waiter.request, now);
        if (chosen.type === 'later') {
          wakeAt = Math.min(wakeAt, chosen.earliestAt);
          return false;
        }
        line.shift();
        waiter.isGone = true;
        if (chosen.type === 'never') waiter.reject(noAccountError(waiter.request));
        else waiter.resolve(grant(waiter, chosen.choice));
        return true;
      });
    }
    clearTimer();
    clearTimer = Number.isFinite(wakeAt) ? clock.setTimer(pump, wakeAt - now) : () => {};
  }

  function grant({ request, signal }: SignalledWaiter, choice: Choice): Permit {
    const { target, member } = choice.place;
    const name = toTargetName(target);
    inFlight += 1;
    if (request.affinityKey !== undefined) warm.set(request.affinityKey, member.account.id);
    return createPermit(choice, {
      clock,
      signal,
      consequences,
      learn(usage) {
        outputs.learn(`${request.route}/${name}`, usage.outputTokens);
        inputs.learn(name, request.estimate.inputTokens, usage.inputTokens);
      },
      onChange() {
        inFlight -= 1;
        pumpSoon();
      },
    });
  }

  function change(accountId: string, how: (accountId: string) => void): void {
    how(accountId);
    pumpSoon();
  }

  return {
    acquire,
    add: (account) => change(account.id, () => pool.add(account)),
    remove: (accountId) => change(accountId, pool.remove),
    setDisabled: (accountId, isDisabled) =>
      change(accountId, () => {
        const member = pool.members.get(accountId);
        if (member === undefined) return;
        member.isDisabled = isDisabled;
        if (!isDisabled) member.hasBadKey = false;
      }),
    status: () => ({ waiting: room.size, inFlight, accounts: toAccountStatuses(pool, pauses, clock.now()) }),
    close() {
      isClosed = true;
      clearTimer();
      for (const waiter of room.all()) {
        room.leave(waiter);
        waiter.reject(abortedError());
      }
    },
  };
}

interface SignalledWaiter extends Waiter<Permit> {
  readonly signal: AbortSignal;
}

function abortedError(): ManyhandsError {
  return new ManyhandsError('The call was cancelled while it waited for an account.', { code: 'MANYHANDS_ABORTED' });
}

function noAccountError({ targets }: PermitRequest): ManyhandsError {
  const names = targets.map(toTargetName).join(', ');
  const message = `No account is left that could serve ${names}: add one, or look at accounts.status() for keys the vendor refused.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_NO_ACCOUNT' });
}
