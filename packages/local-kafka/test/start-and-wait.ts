// Starts a Kafka, says where, and then waits to be killed.
import { startKafka } from '../src/index.ts';

const kafka = await startKafka();
console.log(kafka.brokers[0]);
setInterval(() => {}, 60_000);
