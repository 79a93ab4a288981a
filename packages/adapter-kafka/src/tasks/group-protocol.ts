/** What a member of a consumer group says of itself and what it is given, as all clients of Kafka write it. */
export interface MemberMetadata {
  readonly topics: readonly string[];
  readonly userData: Buffer;
}

export type Assignment = ReadonlyMap<string, readonly number[]>;

const VERSION = 0;

export function encodeMetadata({ topics, userData }: MemberMetadata): Buffer {
  return Buffer.concat([int16(VERSION), int32(topics.length), ...topics.map(text), bytes(userData)]);
}

export function decodeMetadata(buffer: Buffer): MemberMetadata {
  const reader = createReader(buffer);
  reader.int16();
  const topics = reader.list(reader.text);
  return { topics, userData: reader.bytes() };
}

export function encodeAssignment(assignment: Assignment, userData: Buffer = Buffer.alloc(0)): Buffer {
  const topics = [...assignment].map(([topic, partitions]) =>
    Buffer.concat([text(topic), int32(partitions.length), ...partitions.map(int32)]),
  );
  return Buffer.concat([int16(VERSION), int32(topics.length), ...topics, bytes(userData)]);
}

export function decodeAssignment(buffer: Buffer): { readonly assignment: Assignment; readonly userData: Buffer } {
  if (buffer.length === 0) return { assignment: new Map(), userData: Buffer.alloc(0) };
  const reader = createReader(buffer);
  reader.int16();
  const topics = reader.list(() => [reader.text(), reader.list(reader.int32)] as const);
  return { assignment: new Map(topics), userData: reader.bytes() };
}

function createReader(buffer: Buffer) {
  let at = 0;

  function skip(length: number): number {
    at += length;
    return at - length;
  }

  const int32 = () => buffer.readInt32BE(skip(4));
  const int16 = () => buffer.readInt16BE(skip(2));
  function slice(length: number): Buffer {
    const from = skip(Math.max(0, length));
    return buffer.subarray(from, at);
  }
  return {
    int16,
    int32,
    text: () => slice(int16()).toString(),
    bytes: () => (at < buffer.length ? slice(int32()) : Buffer.alloc(0)),
    list: <Item>(read: () => Item): Item[] => Array.from({ length: int32() }, read),
  };
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function text(value: string): Buffer {
  const encoded = Buffer.from(value);
  return Buffer.concat([int16(encoded.length), encoded]);
}

function bytes(value: Buffer): Buffer {
  return Buffer.concat([int32(value.length), value]);
}
