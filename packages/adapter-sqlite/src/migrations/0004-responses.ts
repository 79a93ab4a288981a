/** Answers that may be given again. Times are epoch ms. */
export const responses = `
CREATE TABLE responses (
  -- The newest has the highest.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  stored_at REAL NOT NULL
);
`;
