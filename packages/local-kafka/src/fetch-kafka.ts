import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const KAFKA = '4.1.1';
const LOG4J = '2.24.3';
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>manyhands</groupId><artifactId>local-kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>${LOG4J}</version></dependency>
  </dependencies>
</project>
`;

/** What a local Kafka needs and this machine has not; `undefined` when it has everything. */
export async function missingTool(): Promise<string | undefined> {
  if (!(await answers('java', '-version'))) return 'Java 17 or later (Debian: apt-get install default-jre-headless)';
  if (existsSync(jarFolder()) || (await answers('mvn', '--version'))) return undefined;
  return 'Maven, to fetch Kafka once (Debian: apt-get install maven)';
}

async function answers(command: string, argument: string): Promise<boolean> {
  return run(command, [argument]).then(
    () => true,
    () => false,
  );
}

/** Outside of any checkout, so that it is fetched once per machine. */
function jarFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'manyhands', `kafka-${KAFKA}`);
}

/** Kafka's jars from Maven Central: 43 MB, once. Resolves with the folder they are in. */
export async function fetchKafka(): Promise<string> {
  const folder = jarFolder();
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const building = mkdtempSync(`${folder}-`);
  try {
    writeFileSync(join(building, 'pom.xml'), POM);
    const options = ['-DincludeScope=runtime', '-DoutputDirectory=lib'];
    await run('mvn', ['-B', '-q', COPY, ...options], { cwd: building });
    // Whoever comes first wins; the jars are the same.
    if (!existsSync(folder)) renameSync(join(building, 'lib'), folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return folder;
}
