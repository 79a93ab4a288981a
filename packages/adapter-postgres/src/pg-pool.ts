/** What is used of node-postgres: a `Pool` of `pg` fits, and so does any object of the same shape. */
export interface PgPool extends PgQueries {
  connect(): Promise<PgClient>;
  end(): Promise<void>;
}

export interface PgClient extends PgQueries {
  /** With an error the connection is closed instead of used again. */
  release(error?: Error | boolean): void;
}

export interface PgQueries {
  // node-postgres cannot know the type of a row either.
  // oxlint-disable-next-line typescript/no-explicit-any
  query(text: string, values?: any[]): Promise<{ rows: any[] }>;
}
