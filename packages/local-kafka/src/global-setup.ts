import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { brokersForTests, type BrokersForTests } from './brokers-for-tests.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where suites ask for brokers; the first to ask starts one. */
    readonly kafkaDesk: string;
  }
}

/** One broker for all suites of a run, started when the first of them asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let opened: Promise<BrokersForTests> | undefined;
  const desk = createServer((_, response) => {
    opened ??= brokersForTests();
    opened.then(
      (found) => response.writeHead(found.brokers === undefined ? 404 : 200).end(JSON.stringify(found)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(desk, 'listening');
  project.provide('kafkaDesk', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);

  return async () => {
    desk.close();
    desk.closeAllConnections();
    await (await opened?.catch(() => undefined))?.stop();
  };
}
