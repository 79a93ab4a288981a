import { randomUUID } from 'node:crypto';
import { ManyhandsError } from '../../errors/manyhands-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  LimitAnswer,
  LimitAsk,
  LimitChange,
  LimitExchange,
  LimitRule,
  LimitStore,
} from '../../ports/limit-store.ts';

/** What a question of this process comes to. */
export type Answer = LimitAnswer | { readonly type: 'failed'; readonly error: unknown };

/** Someone asks, and is answered once unless it is withdrawn. */
export interface Question extends LimitAsk {
  /** It is not yet to leave: in this process's own count it is as if it was asked now. */
  renew(): void;
  onAnswer(answer: Answer): void;
}

/** All that this process has to say to the store, gathered: one exchange under way at a time, the next has what came meanwhile. */
export interface Exchanges {
  ask(question: Question): void;
  tell(change: LimitChange): void;
  /** What was asked is no longer wanted, answered or not. */
  withdraw(question: LimitAsk): void;
  /** Processes that shared when the store was last heard of. */
  readonly owners: number | undefined;
  /** Epoch ms when an exchange that succeeded last was begun: the lease counts from then. */
  readonly heardAt: number;
  /** Says what is left to say, if the store can be reached. It is closed then. */
  close(): Promise<void>;
}

export interface ExchangesOptions {
  readonly store: LimitStore;
  readonly clock: Clock;
  readonly leaseMs: number;
  rulesOf(group: string): readonly LimitRule[];
  /** What to answer while the store cannot be reached, if anything; the newest is asked about first. */
  answerAway(question: Question): LimitAnswer | undefined;
}

const MOST_ASKS = 256;
/** Of one group: so that processes that find room at the same time take it in turns. */
const MOST_OF_GROUP = 8;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

export function createExchanges({ store, clock, leaseMs, rulesOf, answerAway }: ExchangesOptions): Exchanges {
  const owner = randomUUID();
  /** Not yet sent, and those of the exchange under way. */
  const waiting = new Map<string, Question>();
  const sent = new Map<string, Question>();
  let changes: LimitChange[] = [];
  let work: Promise<void> | undefined;
  let owners: number | undefined;
  let heardAt = Number.NEGATIVE_INFINITY;
  let isSilent = false;
  let isClosing = false;
  let stopTimer = () => {};

  function wake(): void {
    work ??= exchangeAll().finally(() => (work = undefined));
  }

  async function exchangeAll(): Promise<void> {
    // What is asked in one go goes together.
    await Promise.resolve();
    while (isSilent || changes.length > 0 || waiting.size > 0) {
      isSilent = false;
      await deliver(take());
    }
  }

  function take(): LimitExchange {
    const ofGroup = new Map<string, number>();
    for (const [id, question] of waiting) {
      if (sent.size === MOST_ASKS) break;
      const asked = ofGroup.get(question.group) ?? 0;
      if (asked === MOST_OF_GROUP) continue;
      ofGroup.set(question.group, asked + 1);
      waiting.delete(id);
      sent.set(id, question);
    }
    const asks = Array.from(sent.values(), ({ id, group, charge }) => ({ id, group, charge }));
    const told = changes;
    changes = [];
    const groups = new Set([...told, ...asks].map(({ group }) => group));
    const rules = Object.fromEntries(Array.from(groups, (group) => [group, rulesOf(group)]));
    return { owner, leaseMs, rules, changes: told, asks };
  }

  /** Sends it until the store has taken it: ids make it safe to say things twice. */
  async function deliver(exchange: LimitExchange): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
      const beganAt = clock.now();
      try {
        const reply = await store.exchange(exchange);
        heardAt = beganAt;
        owners = reply.owners;
        sayAgainLater();
        return settle(exchange, reply.answers);
      } catch (error) {
        if (isClosing || isFinal(error)) return fail(error);
        goOnWithout([...sent.values(), ...waiting.values()].toReversed());
        await new Promise<void>((resolve) => void clock.setTimer(resolve, pauseMs));
      }
    }
  }

  function goOnWithout(questions: readonly Question[]): void {
    for (const question of questions) question.renew();
    for (const question of questions) goOn(question);
  }

  /** Without the store, if there is a way. */
  function goOn(question: Question): void {
    const answer = answerAway(question);
    if (answer === undefined) return;
    // The store may have granted it, or do so yet.
    if (answer.type === 'later') withdraw(question);
    else if (!waiting.delete(question.id)) sent.delete(question.id);
    question.onAnswer(answer);
  }

  function withdraw({ id, group }: LimitAsk): void {
    // What the store has never heard of needs no release, which would come before the question.
    if (waiting.delete(id)) return;
    sent.delete(id);
    changes.push({ type: 'release', id, group });
    wake();
  }

  function settle({ asks }: LimitExchange, answers: readonly LimitAnswer[]): void {
    for (const [index, ask] of asks.entries()) {
      const answer = answers[index]!;
      const question = sent.get(ask.id);
      sent.delete(ask.id);
      question?.onAnswer(answer);
      if (answer.type === 'later') putOff(ask.group, answer);
    }
  }

  /** After one that is refused all others of its group would be. */
  function putOff(group: string, answer: LimitAnswer): void {
    for (const question of [...waiting.values()].filter((each) => each.group === group)) {
      waiting.delete(question.id);
      question.onAnswer(answer);
    }
  }

  function fail(error: unknown): void {
    const failed = [...sent.values()];
    sent.clear();
    for (const question of failed) question.onAnswer({ type: 'failed', error });
  }

  function sayAgainLater(): void {
    stopTimer();
    const say = () => {
      isSilent = true;
      wake();
    };
    if (!isClosing) stopTimer = clock.setTimer(say, leaseMs / 3, { background: true });
  }

  return {
    ask(question) {
      waiting.set(question.id, question);
      wake();
    },
    tell(change) {
      changes.push(change);
      wake();
    },
    withdraw,
    get owners() {
      return owners;
    },
    get heardAt() {
      return heardAt;
    },
    async close() {
      isClosing = true;
      stopTimer();
      await work;
      await store.close();
    },
  };
}

/** The store is there, and what it says will not change. */
function isFinal(error: unknown): boolean {
  return error instanceof ManyhandsError && !error.isRetryable;
}
