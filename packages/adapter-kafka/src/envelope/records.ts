import { MESSAGE_VERSION, type ControlMessage, type Report, type TaskMessage } from '@manyhands/core';
import { controlMessageSchema, reportSchema, taskMessageSchema } from '@manyhands/core/schemas';
import type { IncomingMessage } from '../client/kafka-client.ts';
import type { Outgoing } from '../produce/outgoing.ts';
import { HEADER, readHeader, type Headers } from './headers.ts';

/**
 * `mark`: how far the reports of a run are handled. `settled`: a task of a partition that another worker has now has ended.
 * `released`: a quota group that another worker has now is free.
 */
export type RecordKind = 'task' | 'report' | 'control' | 'mark' | 'settled' | 'released';

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** A value that was read, or why it could not be. */
export type Read<Value> = { readonly value: Value } | { readonly reason: string };

const JSON_TYPE = 'application/json';

/** `dueAt`: epoch ms before which it is not delivered. */
export function toTaskRecord(message: TaskMessage, place: Place, dueAt?: number): Outgoing {
  return {
    ...place,
    key: message.id,
    value: JSON.stringify(message),
    headers: {
      ...toHeaders('task', message.id),
      [HEADER.run]: message.runId,
      [HEADER.task]: message.taskId,
      [HEADER.attempt]: String(message.attempts.begun),
      ...(dueAt !== undefined && { [HEADER.due]: String(dueAt) }),
    },
  };
}

export function toReportRecord(report: Report, place: Place): Outgoing {
  return {
    ...place,
    key: report.runId,
    value: JSON.stringify(report),
    headers: {
      ...toHeaders('report'),
      [HEADER.run]: report.runId,
      [HEADER.task]: report.taskId,
      [HEADER.attempt]: String(report.attempt),
    },
  };
}

export function toControlRecord(message: ControlMessage, place: Place): Outgoing {
  const headers = { ...toHeaders('control'), [HEADER.run]: message.runId };
  return { ...place, key: message.runId, value: JSON.stringify(message), headers };
}

/** For those who read along: no content of a run. `key` names whom it is about. */
export function toNoteRecord(
  kind: 'mark' | 'settled' | 'released',
  key: string,
  value: string,
  place: Place,
): Outgoing {
  return { ...place, key, value, headers: { ...toHeaders(kind), [HEADER.run]: key } };
}

function toHeaders(kind: RecordKind, id: string = crypto.randomUUID()): Headers {
  return {
    [HEADER.version]: String(MESSAGE_VERSION),
    [HEADER.kind]: kind,
    [HEADER.id]: id,
    [HEADER.contentType]: JSON_TYPE,
  };
}

export function readTask(record: IncomingMessage): Read<TaskMessage> {
  return read(record, taskMessageSchema, 'task');
}

export function readReport(record: IncomingMessage): Read<Report> {
  return read(record, reportSchema, 'report');
}

export function readControl(record: IncomingMessage): Read<ControlMessage> {
  return read(record, controlMessageSchema, 'control message');
}

export function kindOf(record: IncomingMessage): string | undefined {
  return readHeader(record, HEADER.kind);
}

interface Schema<Value> {
  safeParse(value: unknown): { success: true; data: Value } | { success: false; error: { readonly message: string } };
}

function read<Value>(record: IncomingMessage, schema: Schema<Value>, what: string): Read<Value> {
  const version = Number(readHeader(record, HEADER.version) ?? MESSAGE_VERSION);
  if (!(version <= MESSAGE_VERSION)) {
    return { reason: `It was written by a newer version: ${version}; this process reads up to ${MESSAGE_VERSION}.` };
  }
  if (readHeader(record, HEADER.blob) !== undefined) {
    return {
      reason: `Its blob is not here: give this process the blobs of the one that sent it. ${String(record.value)}`,
    };
  }
  try {
    const parsed = schema.safeParse(JSON.parse(String(record.value)));
    return parsed.success ? { value: parsed.data } : { reason: `It is no ${what}: ${parsed.error.message}` };
  } catch (error) {
    return { reason: `It is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
