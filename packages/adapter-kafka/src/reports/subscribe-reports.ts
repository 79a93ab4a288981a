import type { Clock, Report, Subscription, SubscribeOptions } from '@manyhands/core';
import type { IncomingMessage, KafkaAdmin, KafkaClient } from '../client/kafka-client.ts';
import type { RunningConsumer } from '../client/run-consumer.ts';
import { HEADER, readHeader } from '../envelope/headers.ts';
import { kindOf, readReport, toNoteRecord, type Place } from '../envelope/records.ts';
import type { Sender } from '../produce/sender.ts';
import { openTail } from '../read/open-tail.ts';
import { scanRanges } from '../read/scan-ranges.ts';
import { createReportInbox, type Reported, type ReportInbox } from './report-inbox.ts';

export interface SubscribeReportsOptions {
  readonly topic: string;
  readonly clock: Clock;
  readonly sender: Sender;
  client(): Promise<KafkaClient>;
  admin(): Promise<KafkaAdmin>;
  /** Where the reports of a run are. */
  placeOf(runId: string): Promise<Place>;
  bury(record: IncomingMessage, why: Place & { readonly reason: string }): Promise<void>;
}

/** The drivers of this process: one reader of all reports, which keeps those of its runs. */
export interface ReportSubscriptions {
  subscribe(
    runId: string,
    onReport: (report: Report) => Promise<void> | void,
    options?: SubscribeOptions,
  ): Promise<Subscription>;
  close(): Promise<void>;
}

/** Says how far the reports of a run are handled, so that who takes the run over need not take them again. */
const MARK_INTERVAL_MS = 500;
/** Clocks differ. */
const CLOCK_GUARD_MS = 5 * 60_000;

export function createReportSubscriptions(options: SubscribeReportsOptions): ReportSubscriptions {
  const { topic, clock, sender } = options;
  const inboxes = new Map<string, ReportInbox>();
  let tail: Promise<RunningConsumer> | undefined;

  async function open(runId: string): Promise<Place> {
    const place = await options.placeOf(runId);
    tail ??= Promise.all([options.client(), options.admin()]).then(([client, admin]) =>
      openTail({ client, admin, topic, groupId: `${topic}.${crypto.randomUUID()}`, onRecord }),
    );
    await tail;
    return place;
  }

  function onRecord(record: IncomingMessage, partition: number): void {
    const inbox = inboxes.get(readHeader(record, HEADER.run) ?? '');
    if (inbox === undefined || kindOf(record) !== 'report') return;
    const reported = read(record, partition);
    if (reported !== undefined) inbox.add(reported);
  }

  function read(record: IncomingMessage, partition: number): Reported | undefined {
    const report = readReport(record);
    if ('value' in report) return { report: report.value, offset: Number(record.offset) };
    options.bury(record, { topic, partition, reason: report.reason }).catch(() => {});
    return undefined;
  }

  /** What was reported since and is not handled, and up to where. */
  async function readEarlier(runId: string, { partition }: Place, since: number) {
    const admin = await options.admin();
    const [from, ends] = await Promise.all([
      // Whole ms: clocks may have parts of them, Kafka has not.
      admin.fetchTopicOffsetsByTimestamp(topic, Math.floor(since - CLOCK_GUARD_MS)),
      admin.fetchTopicOffsets(topic),
    ]);
    const to = Number(ends.find((end) => end.partition === partition)?.high ?? 0);
    const first = Number(from.find((start) => start.partition === partition)?.offset ?? 0);
    let earlier: Reported[] = [];
    await scanRanges({
      client: await options.client(),
      groupId: `${topic}.${crypto.randomUUID()}`,
      ranges: [{ topic, partition, from: Math.max(0, first), to }],
      onRecord(record) {
        if (readHeader(record, HEADER.run) !== runId) return;
        const reported = kindOf(record) === 'report' ? read(record, partition) : undefined;
        if (reported !== undefined) earlier.push(reported);
        if (kindOf(record) === 'mark') earlier = earlier.filter(({ offset }) => offset > Number(record.value));
      },
    });
    return { earlier, to };
  }

  function keepMarking(runId: string, inbox: ReportInbox, place: Place): () => void {
    let marked = -1;
    let clear = () => {};
    function mark(): void {
      const { handled } = inbox;
      if (handled > marked) sender.send(toNoteRecord('mark', runId, String(handled), place)).catch(() => {});
      marked = handled;
      clear = clock.setTimer(mark, MARK_INTERVAL_MS, { background: true });
    }
    clear = clock.setTimer(mark, MARK_INTERVAL_MS, { background: true });
    return () => clear();
  }

  return {
    async subscribe(runId, onReport, { since } = {}) {
      const place = await open(runId);
      inboxes.get(runId)?.close();
      const inbox = createReportInbox(onReport, clock, since === undefined);
      inboxes.set(runId, inbox);
      if (since !== undefined) {
        const { earlier, to } = await readEarlier(runId, place, since);
        inbox.open(earlier, to);
        await inbox.settled();
      }
      const stopMarking = keepMarking(runId, inbox, place);
      return {
        async close() {
          stopMarking();
          inbox.close();
          if (inboxes.get(runId) === inbox) inboxes.delete(runId);
          await inbox.settled();
        },
      };
    },
    async close() {
      for (const inbox of inboxes.values()) inbox.close();
      await (await tail?.catch(() => undefined))?.stop();
    },
  };
}
