-- Full text over name, e-mail, phone and company. Contentless: the words live in the index only; rowid is contacts.seq.
-- The team is a column of its own, so that a search is scoped before anything is read.
CREATE VIRTUAL TABLE contact_search USING fts5(
  team, words,
  content = '', contentless_delete = 1, detail = 'column', prefix = '2 3',
  tokenize = "unicode61 remove_diacritics 2"
);
