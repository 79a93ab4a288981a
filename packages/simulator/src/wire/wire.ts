import type { IncomingHttpHeaders } from 'node:http';
import type { Charge, LimitView, SimulatedLimits } from '../limits/limits.ts';
import type { Ask } from './ask.ts';
import type { Problem, VendorError } from './problem.ts';
import type { Reply, ReplyUsage } from './reply.ts';

/** What a URL says: the operation is always a completion. */
export interface Route {
  /** Where the vendor has the model in the path. */
  readonly model?: string | undefined;
  readonly isStream?: boolean | undefined;
}

/** One server-sent event as it goes over the socket, and the share of the answer (0 to 1) that it carries. */
export interface StreamFrame {
  readonly data: string;
  readonly share: number;
}

/** What quota rules are told of a call. */
export interface CallSize extends ReplyUsage {
  readonly maxOutputTokens: number | undefined;
}

/** One vendor: how it reads, answers, refuses and counts. Knows nothing of sockets, accounts or models. */
export interface Wire {
  /** The path of `baseUrl`, as the vendor's SDK takes it. */
  readonly basePath: string;
  /** Where the vendor's days begin. */
  readonly timeZone: string;
  /** `path` without the vendor's first segment. */
  route(path: string): Route | undefined;
  readKey(headers: IncomingHttpHeaders): string | undefined;
  /** @throws UnreadableRequest what the vendor refuses with a 400. */
  readAsk(body: unknown, route: Route): Ask;
  /** Models with one set of limits have one family. */
  family(model: string): string;
  charge(size: CallSize): Charge;
  /** Limits that follow from the stated ones. */
  derive?(limits: SimulatedLimits): SimulatedLimits;
  writeReply(reply: Reply, ask: Ask): unknown;
  writeStream(reply: Reply, ask: Ask): readonly StreamFrame[];
  writeProblem(problem: Problem, requestId: string): VendorError;
  /** @param vendorNow epoch ms on the vendor's clock. */
  headers(view: readonly LimitView[], requestId: string, vendorNow: number): Record<string, string>;
  /** Which waits a refusal names in its headers, unless the simulator is told otherwise. */
  readonly retryAfter: readonly ('seconds' | 'ms')[];
  /** What is sent now and then while an answer is waited for. */
  readonly keepAlive?: { readonly body: string; readonly stream: string };
}
