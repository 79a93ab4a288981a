/** The topics of a prefix. */
export interface TopicNames {
  readonly results: string;
  /** What drivers tell workers, and workers one another. */
  readonly control: string;
  readonly dead: string;
  /** The consumer group of all workers. */
  readonly workers: string;
  tasks(route: string): string;
  retry(tierMs: number): string;
  /** Whether it holds the tasks of some route. */
  isTasks(topic: string): boolean;
  /** Whether tasks wait in it for a time. */
  isRetry(topic: string): boolean;
}

export function createTopicNames(prefix: string): TopicNames {
  const tasks = `${prefix}.tasks.`;
  const retry = `${prefix}.retry.`;
  return {
    results: `${prefix}.results`,
    control: `${prefix}.control`,
    dead: `${prefix}.dead`,
    workers: `${prefix}.workers`,
    tasks: (route) => tasks + toTopicName(route),
    retry: (tierMs) => `${retry}${tierMs / 1_000}s`,
    isTasks: (topic) => topic.startsWith(tasks),
    isRetry: (topic) => topic.startsWith(retry),
  };
}

/** Names of routes are any text; names of topics are letters, digits, `.`, `_` and `-`. Different routes stay different. */
function toTopicName(route: string): string {
  return encodeURIComponent(route)
    .replaceAll(/[_!~*'()]/g, toHex)
    .replaceAll('%', '_');
}

function toHex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
